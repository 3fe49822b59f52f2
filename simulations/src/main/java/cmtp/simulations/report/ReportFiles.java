package cmtp.simulations.report;

import cmtp.node.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A report's two files, which lie beside each other: {@code NAME.html} for people, {@code
 * NAME.json} with all data.
 */
public record ReportFiles(Path page, Path data) {
  /** What a command's {@code --report NAME} says of itself. */
  public static final String OPTION =
      "Write a report to NAME.html, a page for people, and NAME.json, all its data.";

  private static final String PAGE = ".html";
  private static final String DATA = ".json";

  /**
   * @param name of either of the two, or without an ending
   */
  public static ReportFiles of(Path name) {
    Path whole = name.toAbsolutePath();
    String last = whole.getFileName().toString();
    boolean ends = last.endsWith(PAGE) || last.endsWith(DATA);
    String start = ends ? last.substring(0, last.length() - PAGE.length()) : last;
    return new ReportFiles(whole.resolveSibling(start + PAGE), whole.resolveSibling(start + DATA));
  }

  public void write(Report report) throws IOException {
    Files.writeString(data, Json.of(ReportJson.of(report)) + "\n");
    Files.writeString(page, ReportPage.of(report));
  }
}
