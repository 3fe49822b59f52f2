package cmtp.node.cli.mail;

import java.nio.charset.StandardCharsets;

/**
 * File names that strangers chose (SPEC 4.9), made safe to save under: no folders, no hidden files,
 * no control or bidirectional characters, no device names, at most 150 bytes.
 */
public final class FileNames {
  private static final int BYTES_MAX = 150;
  private static final int EXTENSION_MAX = 12;
  private static final String FORBIDDEN = "<>:\"|?*\ufffd";

  private FileNames() {}

  /**
   * @param printable the name as {@code Printable.line} gives it
   * @param fallback for a name of which nothing is left
   */
  public static String safe(String printable, String fallback) {
    String base =
        printable.substring(Math.max(printable.lastIndexOf('/'), printable.lastIndexOf('\\')) + 1);
    StringBuilder out = new StringBuilder();
    base.codePoints().map(c -> FORBIDDEN.indexOf(c) >= 0 ? '_' : c).forEach(out::appendCodePoint);
    String name = out.toString().strip().replaceAll("^[.\\s-]+", "").replaceAll("[.\\s]+$", "");
    if (name.isEmpty()) {
      return fallback;
    }
    boolean device = name.matches("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
    return cut(device ? "_" + name : name);
  }

  /** {@code name-2.ext} for {@code name.ext}; the name itself for 0. */
  public static String numbered(String name, int number) {
    int dot = extension(name);
    return number == 0 ? name : name.substring(0, dot) + "-" + number + name.substring(dot);
  }

  private static String cut(String name) {
    int dot = extension(name);
    String stem = name.substring(0, dot);
    String extension = name.substring(dot);
    int room = BYTES_MAX - bytes(extension);
    while (bytes(stem) > room) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + extension;
  }

  /** Where the extension begins: at its dot, or at the end if there is none. */
  private static int extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 || name.length() - dot > EXTENSION_MAX ? name.length() : dot;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
