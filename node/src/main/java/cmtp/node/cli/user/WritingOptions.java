package cmtp.node.cli.user;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.mail.Sizes;
import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.message.NamedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where text and attachments come from, the same for send, reply and forward. */
final class WritingOptions {
  @Option(
      names = {"-t", "--text"},
      paramLabel = "TEXT",
      description = "The text. Otherwise it comes from standard input, or from your editor.")
  String text;

  @Option(
      names = {"-a", "--attach"},
      paramLabel = "FILE",
      description = "Attach a file; may be given several times.")
  List<Path> attach = new ArrayList<>();

  /** The files' contents, read only if all of them fit a message. */
  List<NamedFile> files(Terminal terminal) throws IOException {
    long total = 0;
    List<Path> paths = attach.stream().map(terminal.directory()::resolve).toList();
    for (Path path : paths) {
      if (!Files.isRegularFile(path)) {
        throw new CliFailure(
            ExitCode.NOT_FOUND, "there is no file " + Printable.line(path.toString()));
      }
      total += Files.size(path);
    }
    if (total > Limits.DEFAULT.messageBytesMax()) {
      throw new CliFailure(
          ExitCode.REFUSED,
          "the attachments have "
              + Sizes.text(total)
              + "; a message has at most "
              + Sizes.text(Limits.DEFAULT.messageBytesMax()));
    }
    List<NamedFile> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(named(path));
    }
    return files;
  }

  private static NamedFile named(Path path) throws IOException {
    try {
      return new NamedFile(path.getFileName().toString(), Bytes.wrap(Files.readAllBytes(path)));
    } catch (IllegalArgumentException wrongName) {
      throw new CliFailure(
          ExitCode.REFUSED, wrongName.getMessage() + ": " + Printable.line(path.toString()));
    }
  }

  /**
   * The text from the option, the editor on a terminal, or standard input.
   *
   * @param start what the editor begins with
   */
  String text(Terminal terminal, String start) throws IOException {
    if (text != null) {
      return text;
    }
    if (terminal.tty().in() && terminal.tty().out()) {
      return edited(terminal, start);
    }
    long max = Limits.DEFAULT.messageBytesMax();
    byte[] read = terminal.in().readNBytes(Math.toIntExact(max + 1));
    if (read.length > max) {
      throw new CliFailure(
          ExitCode.REFUSED, "the text is larger than " + Sizes.text(max) + "; attach it as a file");
    }
    return new String(read, StandardCharsets.UTF_8);
  }

  private static String edited(Terminal terminal, String start) throws IOException {
    String editor = terminal.variable("VISUAL").or(() -> terminal.variable("EDITOR")).orElse("vi");
    Path draft = Files.createTempFile("cmtp-", ".txt");
    try {
      Files.writeString(draft, start);
      Process process =
          new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", draft.toString())
              .inheritIO()
              .start();
      if (process.waitFor() != 0) {
        throw new CliFailure(ExitCode.REFUSED, "the editor failed, nothing is sent: " + editor);
      }
      return Files.readString(draft);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CliFailure(ExitCode.REFUSED, "interrupted, nothing is sent", stopped);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
