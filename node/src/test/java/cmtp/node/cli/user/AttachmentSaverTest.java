package cmtp.node.cli.user;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.Bytes;
import cmtp.protocol.message.NamedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentSaverTest {
  @TempDir Path folder;

  private static NamedFile file(String name, String data) {
    return new NamedFile(name, Bytes.utf8(data));
  }

  @Test
  void neverOverwrites() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "mine");
    AttachmentSaver saver = new AttachmentSaver(folder);
    assertEquals(folder.resolve("a-1.txt"), saver.save(0, file("a.txt", "theirs")));
    assertEquals(folder.resolve("a-2.txt"), saver.save(1, file("a.txt", "again")));
    assertEquals("mine", Files.readString(folder.resolve("a.txt")));
    assertEquals("theirs", Files.readString(folder.resolve("a-1.txt")));
  }

  @Test
  void neverLeavesTheFolder() throws IOException {
    Path inner = folder.resolve("inner");
    AttachmentSaver saver = new AttachmentSaver(inner);
    assertEquals(inner.resolve("x"), saver.save(0, file("../../x", "1")));
    assertEquals(inner.resolve("y"), saver.save(1, file("/tmp/y", "2")));
    assertEquals(inner.resolve("attachment-3"), saver.save(2, file("..", "3")));
  }

  @Test
  void neverWritesThroughALink() throws IOException {
    Path target = folder.resolve("target");
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.createSymbolicLink(inner.resolve("link"), target);
    assertEquals(inner.resolve("link-1"), new AttachmentSaver(inner).save(0, file("link", "data")));
    assertEquals(false, Files.exists(target));
  }

  @Test
  void namesHostileNamesHarmlessly() throws IOException {
    AttachmentSaver saver = new AttachmentSaver(folder);
    assertEquals(
        folder.resolve("a_[31m_fdp.exe"), saver.save(0, file("a\u001b[31m\u202efdp.exe", "")));
  }
}
