/*
 * Loaded into a process before the C library (LD_PRELOAD), this records everything that the process
 * does to the files below one directory: what it writes, cuts off, renames and removes, and which
 * syncs have returned. From the recording the directory can be made as a power cut might have left
 * it.
 *
 *   CMTP_RECORD_DIR   the directory, absolute and without symbolic links
 *   CMTP_RECORD_FILE  where the recording goes, outside of it
 *
 * One lock makes the order of the records the order of the effects. A sync is not done under it: its
 * record comes when it has returned, and tells how many records there were when it began. What ends
 * with "-shm" is left out: SQLite maps it into memory, and makes it anew after a crash. What can't be
 * recorded (other mapped files, copies inside the kernel) leaves a record that says so.
 *
 * A record is a header of 48 bytes, then its bytes: data, or a path relative to the directory.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum {
  CREATED = 1, /* file, path */
  FOUND = 2,   /* file, path: it was there before this process */
  WRITTEN = 3, /* file, offset, data */
  CUT = 4,     /* file, offset = its new size */
  SYNCED = 5,  /* file, offset = records before the sync began */
  NAMES_SYNCED = 6, /* offset = records before the sync began, path of the directory */
  RENAMED = 7, /* both paths, a zero between them */
  REMOVED = 8, /* path */
  FOLDER = 9,  /* path */
  UNKNOWN = 10 /* what was done */
};

struct header {
  uint32_t magic;
  uint32_t kind;
  uint64_t nanos;
  uint64_t file;
  uint64_t offset;
  uint64_t length;
  uint64_t number;
};

#define MAGIC 0x43525331u
#define FILES_MAX 4096
#define LOG_FD_MIN 700

struct tracked {
  dev_t device;
  ino_t inode;
  uint64_t file;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct tracked files[FILES_MAX];
static int file_count;
static uint64_t last_file;
static uint64_t records;
static int log_fd = -1;
static char directory[PATH_MAX];
static size_t directory_length;

static void fail(const char *why) {
  char text[200];
  int length = snprintf(text, sizeof text, "cmtp recorder: %s: %s\n", why, strerror(errno));
  syscall(SYS_write, 2, text, (size_t)length);
  syscall(SYS_exit_group, 97);
}

__attribute__((constructor)) static void start(void) {
  const char *dir = getenv("CMTP_RECORD_DIR");
  const char *file = getenv("CMTP_RECORD_FILE");
  if (!dir || !file || strlen(dir) >= sizeof directory) return;
  strcpy(directory, dir);
  directory_length = strlen(dir);
  int fd = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) fail(file);
  log_fd = (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, LOG_FD_MIN);
  if (log_fd < 0) fail("dup");
  syscall(SYS_close, fd);
  /* Children are no part of this process. */
  unsetenv("LD_PRELOAD");
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Only under the lock. */
static void record(uint32_t kind, uint64_t file, uint64_t offset, const void *data, size_t length) {
  struct header header = {MAGIC, kind, now(), file, offset, length, records++};
  struct iovec parts[2] = {{&header, sizeof header}, {(void *)data, length}};
  size_t rest = sizeof header + length;
  while (rest > 0) {
    ssize_t done = syscall(SYS_writev, log_fd, parts, 2);
    if (done < 0) fail("the recording can't be written");
    rest -= (size_t)done;
    for (int i = 0; i < 2; i++) {
      size_t gone = (size_t)done < parts[i].iov_len ? (size_t)done : parts[i].iov_len;
      parts[i].iov_base = (char *)parts[i].iov_base + gone;
      parts[i].iov_len -= gone;
      done -= (ssize_t)gone;
    }
  }
}

/* What is behind the directory's name, NULL for a path outside of it; "" is the directory itself. */
static const char *inside(const char *path) {
  if (log_fd < 0 || strncmp(path, directory, directory_length) != 0) return NULL;
  if (path[directory_length] == 0) return path + directory_length;
  return path[directory_length] == '/' ? path + directory_length + 1 : NULL;
}

static int is_shared_memory(const char *path) {
  size_t length = strlen(path);
  return length >= 4 && strcmp(path + length - 4, "-shm") == 0;
}

/* Makes a path absolute; 0 if it can't be. */
static int absolute(int at, const char *path, char *result) {
  char base[PATH_MAX] = "";
  if (path[0] != '/') {
    char link[64];
    snprintf(link, sizeof link, at == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", at);
    ssize_t length = readlink(link, base, sizeof base - 2);
    if (length < 0) return 0;
    base[length] = '/';
    base[length + 1] = 0;
  }
  return snprintf(result, PATH_MAX, "%s%s", base, path) < PATH_MAX;
}

static struct tracked *find(dev_t device, ino_t inode) {
  for (int i = 0; i < file_count; i++) {
    if (files[i].inode == inode && files[i].device == device) return &files[i];
  }
  return NULL;
}

static struct tracked *track(dev_t device, ino_t inode) {
  struct tracked *file = find(device, inode);
  if (!file) {
    if (file_count == FILES_MAX) fail("too many files");
    file = &files[file_count++];
  }
  file->device = device;
  file->inode = inode;
  file->file = ++last_file;
  return file;
}

/* The number of a file that is gone may become another file's. Only under the lock. */
static void forget(dev_t device, ino_t inode) {
  struct tracked *file = find(device, inode);
  if (file) *file = files[--file_count];
}

/* To be called with what was known of a path before it was removed, or another took its place. */
static void forget_last(const struct stat *before) {
  if (S_ISREG(before->st_mode) && before->st_nlink == 1) forget(before->st_dev, before->st_ino);
}

/* A number of a file that is recorded, 0 for any other. Only under the lock. */
static uint64_t file_of(int fd) {
  struct stat status;
  if (log_fd < 0 || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  struct tracked *file = find(status.st_dev, status.st_ino);
  return file ? file->file : 0;
}

static int is_file(int fd) {
  struct stat status;
  return log_fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

static int opened(int at, const char *path, int flags, mode_t mode) {
  char whole[PATH_MAX];
  char link[64];
  int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));
  if (!writes || log_fd < 0 || !absolute(at, path, whole)) {
    return (int)syscall(SYS_openat, at, path, flags, mode);
  }
  pthread_mutex_lock(&lock);
  struct stat status;
  int existed = stat(whole, &status) == 0;
  int fd = (int)syscall(SYS_openat, at, path, flags, mode);
  int error = errno;
  if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, whole, sizeof whole - 1);
    whole[length < 0 ? 0 : length] = 0;
    const char *name = inside(whole);
    if (!name || is_shared_memory(name)) {
      forget(status.st_dev, status.st_ino);
    } else {
      struct tracked *file = existed ? find(status.st_dev, status.st_ino) : NULL;
      if (!file) {
        file = track(status.st_dev, status.st_ino);
        record(existed ? FOUND : CREATED, file->file, 0, name, strlen(name));
      }
      if ((flags & O_TRUNC) && existed) record(CUT, file->file, 0, NULL, 0);
    }
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return fd;
}

#define MODE(flags)                                   \
  mode_t mode = 0;                                    \
  if ((flags) & (O_CREAT | __O_TMPFILE)) {            \
    va_list arguments;                                \
    va_start(arguments, flags);                       \
    mode = va_arg(arguments, mode_t);                 \
    va_end(arguments);                                \
  }

int open(const char *path, int flags, ...) {
  MODE(flags)
  return opened(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE(flags)
  return opened(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat(int at, const char *path, int flags, ...) {
  MODE(flags)
  return opened(at, path, flags, mode);
}

int openat64(int at, const char *path, int flags, ...) {
  MODE(flags)
  return opened(at, path, flags | O_LARGEFILE, mode);
}

int creat(const char *path, mode_t mode) {
  return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char *path, mode_t mode) {
  return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC | O_LARGEFILE, mode);
}

ssize_t write(int fd, const void *data, size_t length) {
  if (!is_file(fd)) return syscall(SYS_write, fd, data, length);
  pthread_mutex_lock(&lock);
  ssize_t done = syscall(SYS_write, fd, data, length);
  int error = errno;
  uint64_t file = done > 0 ? file_of(fd) : 0;
  if (file) {
    record(WRITTEN, file, (uint64_t)(lseek(fd, 0, SEEK_CUR) - done), data, (size_t)done);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
  if (!is_file(fd)) return syscall(SYS_pwrite64, fd, data, length, offset);
  pthread_mutex_lock(&lock);
  ssize_t done = syscall(SYS_pwrite64, fd, data, length, offset);
  int error = errno;
  uint64_t file = done > 0 ? file_of(fd) : 0;
  if (file) record(WRITTEN, file, (uint64_t)offset, data, (size_t)done);
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
  return pwrite64(fd, data, length, offset);
}

/* One after the other; who writes less than was asked for is asked again. */
static ssize_t each(int fd, const struct iovec *parts, int count, off64_t offset) {
  ssize_t sum = 0;
  for (int i = 0; i < count; i++) {
    ssize_t done = offset < 0 ? write(fd, parts[i].iov_base, parts[i].iov_len)
                              : pwrite64(fd, parts[i].iov_base, parts[i].iov_len, offset + sum);
    if (done < 0) return sum > 0 ? sum : -1;
    sum += done;
    if ((size_t)done < parts[i].iov_len) break;
  }
  return sum;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  return is_file(fd) ? each(fd, parts, count, -1) : syscall(SYS_writev, fd, parts, count);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return each(fd, parts, count, offset);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return each(fd, parts, count, offset);
}

int ftruncate64(int fd, off64_t size) {
  pthread_mutex_lock(&lock);
  int result = (int)syscall(SYS_ftruncate, fd, size);
  int error = errno;
  uint64_t file = result == 0 ? file_of(fd) : 0;
  if (file) record(CUT, file, (uint64_t)size, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int synced(int fd, long how) {
  char path[PATH_MAX] = "";
  char link[64];
  struct stat status;
  pthread_mutex_lock(&lock);
  uint64_t begun = records;
  uint64_t file = file_of(fd);
  pthread_mutex_unlock(&lock);
  if (!file && log_fd >= 0 && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) path[0] = 0;
  }
  int result = (int)syscall(how, fd);
  int error = errno;
  const char *folder = path[0] ? inside(path) : NULL;
  if (result == 0 && (file || folder)) {
    pthread_mutex_lock(&lock);
    if (file) {
      record(SYNCED, file, begun, NULL, 0);
    } else {
      record(NAMES_SYNCED, 0, begun, folder, strlen(folder));
    }
    pthread_mutex_unlock(&lock);
  }
  errno = error;
  return result;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }

int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int renamed(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  char whole[2][PATH_MAX];
  if (log_fd < 0 || !absolute(from_at, from, whole[0]) || !absolute(to_at, to, whole[1])) {
    return (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags);
  }
  const char *names[2] = {inside(whole[0]), inside(whole[1])};
  pthread_mutex_lock(&lock);
  struct stat replaced;
  int replaces = lstat(whole[1], &replaced) == 0;
  int result = (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags);
  int error = errno;
  if (result == 0 && replaces && flags == 0) forget_last(&replaced);
  if (result == 0 && names[0] && names[1] && (flags & ~RENAME_NOREPLACE) == 0) {
    char both[2 * PATH_MAX];
    size_t first = strlen(names[0]) + 1;
    memcpy(both, names[0], first);
    strcpy(both + first, names[1]);
    record(RENAMED, 0, 0, both, first + strlen(names[1]));
  } else if (result == 0 && (names[0] || names[1])) {
    record(UNKNOWN, 0, 0, "rename", 6);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, 0); }

int renameat(int from_at, const char *from, int to_at, const char *to) {
  return renamed(from_at, from, to_at, to, 0);
}

int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  return renamed(from_at, from, to_at, to, flags);
}

static int removed(int at, const char *path, int flags) {
  char whole[PATH_MAX];
  const char *name = log_fd >= 0 && absolute(at, path, whole) ? inside(whole) : NULL;
  if (!name || is_shared_memory(name)) return (int)syscall(SYS_unlinkat, at, path, flags);
  pthread_mutex_lock(&lock);
  struct stat gone;
  int known = lstat(whole, &gone) == 0;
  int result = (int)syscall(SYS_unlinkat, at, path, flags);
  int error = errno;
  if (result == 0 && known) forget_last(&gone);
  if (result == 0) record(REMOVED, 0, 0, name, strlen(name));
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }

int unlinkat(int at, const char *path, int flags) { return removed(at, path, flags); }

int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

int remove(const char *path) {
  int result = unlink(path);
  return result != 0 && errno == EISDIR ? rmdir(path) : result;
}

int mkdirat(int at, const char *path, mode_t mode) {
  char whole[PATH_MAX];
  const char *name = log_fd >= 0 && absolute(at, path, whole) ? inside(whole) : NULL;
  if (!name) return (int)syscall(SYS_mkdirat, at, path, mode);
  pthread_mutex_lock(&lock);
  int result = (int)syscall(SYS_mkdirat, at, path, mode);
  int error = errno;
  if (result == 0) record(FOLDER, 0, 0, name, strlen(name));
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

/* What is not recorded must not go unnoticed. */
static void unknown(int fd, const char *what) {
  if (!is_file(fd)) return;
  pthread_mutex_lock(&lock);
  if (file_of(fd)) record(UNKNOWN, 0, 0, what, strlen(what));
  pthread_mutex_unlock(&lock);
}

static void unknown_path(int at, const char *path, const char *what) {
  char whole[PATH_MAX];
  if (log_fd < 0 || !absolute(at, path, whole) || !inside(whole)) return;
  pthread_mutex_lock(&lock);
  record(UNKNOWN, 0, 0, what, strlen(what));
  pthread_mutex_unlock(&lock);
}

void *mmap64(void *at, size_t length, int protection, int flags, int fd, off64_t offset) {
  if (fd >= 0 && (flags & MAP_SHARED) && (protection & PROT_WRITE)) unknown(fd, "mmap");
  return (void *)syscall(SYS_mmap, at, length, protection, flags, fd, offset);
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset) {
  return mmap64(at, length, protection, flags, fd, offset);
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t length) {
  unknown(to, "sendfile");
  return syscall(SYS_sendfile, to, from, offset, length);
}

ssize_t sendfile(int to, int from, off_t *offset, size_t length) {
  return sendfile64(to, from, offset, length);
}

ssize_t copy_file_range(
    int from, off64_t *from_at, int to, off64_t *to_at, size_t length, unsigned flags) {
  unknown(to, "copy_file_range");
  return syscall(SYS_copy_file_range, from, from_at, to, to_at, length, flags);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  unknown(fd, "fallocate");
  return (int)syscall(SYS_fallocate, fd, mode, offset, length);
}

int fallocate(int fd, int mode, off_t offset, off_t length) {
  return fallocate64(fd, mode, offset, length);
}

int posix_fallocate64(int fd, off64_t offset, off64_t length) {
  return fallocate64(fd, 0, offset, length) == 0 ? 0 : errno;
}

int posix_fallocate(int fd, off_t offset, off_t length) {
  return posix_fallocate64(fd, offset, length);
}

int truncate64(const char *path, off64_t size) {
  unknown_path(AT_FDCWD, path, "truncate");
  return (int)syscall(SYS_truncate, path, size);
}

int truncate(const char *path, off_t size) { return truncate64(path, size); }

int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
  unknown_path(to_at, to, "link");
  return (int)syscall(SYS_linkat, from_at, from, to_at, to, flags);
}

int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int symlinkat(const char *target, int at, const char *path) {
  unknown_path(at, path, "symlink");
  return (int)syscall(SYS_symlinkat, target, at, path);
}

int symlink(const char *target, const char *path) { return symlinkat(target, AT_FDCWD, path); }
