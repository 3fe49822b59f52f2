package cmtp.node.cli.session;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Printable;
import cmtp.protocol.client.ClientException;
import cmtp.protocol.client.RefusedException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says for people what an exception of the network, the server or the disk means. */
public final class Failures {
  private static final Pattern RETRY_AFTER = Pattern.compile("(?m)^retry-after=([0-9]{1,9})$");

  private Failures() {}

  public static CliFailure of(IOException failed) {
    if (failed instanceof RefusedException refused) {
      return of(refused);
    }
    if (failed instanceof ClientException broken) {
      return new CliFailure(
          ExitCode.UNREACHABLE, Printable.line(broken.getMessage()) + "; try again", failed);
    }
    if (failed instanceof SocketTimeoutException) {
      return new CliFailure(
          ExitCode.UNREACHABLE, "the server did not answer in time; try again later", failed);
    }
    if (failed instanceof SocketException) {
      return new CliFailure(
          ExitCode.UNREACHABLE, "the connection to the server broke; try again", failed);
    }
    if (failed instanceof FileSystemException file) {
      return new CliFailure(exitCode(file), what(file), failed);
    }
    return new CliFailure(
        ExitCode.REFUSED, Printable.line(String.valueOf(failed.getMessage())), failed);
  }

  public static CliFailure of(RefusedException refused) {
    return new CliFailure(exitCode(refused), "the server refuses: " + reason(refused), refused);
  }

  /** The server's words, and when to come back. */
  public static String reason(RefusedException refused) {
    String text = refused.getMessage();
    Matcher retry = RETRY_AFTER.matcher(text);
    return retry.find()
        ? Printable.line(text.substring(0, retry.start()))
            + " (try again in "
            + retry.group(1)
            + " s)"
        : Printable.line(text);
  }

  private static ExitCode exitCode(RefusedException refused) {
    return switch (refused.status()) {
      case NOTFOUND -> ExitCode.NOT_FOUND;
      case AUTHREQUIRED, BADSIG, GONE -> ExitCode.AUTH;
      case OVERQUOTA, RATELIMIT, TRYLATER, RESYNC -> ExitCode.TRY_LATER;
      default -> ExitCode.REFUSED;
    };
  }

  private static ExitCode exitCode(FileSystemException failed) {
    return failed instanceof NoSuchFileException ? ExitCode.NOT_FOUND : ExitCode.REFUSED;
  }

  private static String what(FileSystemException failed) {
    String file = String.valueOf(failed.getFile());
    if (failed instanceof NoSuchFileException) {
      return "there is no file " + file;
    }
    if (failed instanceof AccessDeniedException) {
      return "no permission for " + file;
    }
    return "can't use " + file + ": " + failed.getReason();
  }
}
