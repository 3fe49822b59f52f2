package cmtp.simulations.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFilesTest {
  @TempDir private Path folder;

  private JsonNode written(Report report) throws IOException {
    ReportFiles files = ReportFiles.of(folder.resolve("run"));
    files.write(report);
    return new ObjectMapper().readTree(files.data().toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "run.html", "run.json"})
  void areAPageAndItsDataWhicheverIsNamed(String name) throws IOException {
    ReportFiles files = ReportFiles.of(folder.resolve(name));
    assertEquals(folder.resolve("run.html").toAbsolutePath(), files.page());
    assertEquals(folder.resolve("run.json").toAbsolutePath(), files.data());
    files.write(Samples.full());
    assertTrue(Files.readString(files.page()).startsWith("<!DOCTYPE html>"));
    assertTrue(Files.readString(files.data()).startsWith("{"));
  }

  @Test
  void haveAllDataForPrograms() throws IOException {
    JsonNode json = written(Samples.full());
    assertEquals("passed", json.path("verdict").asText());
    assertEquals(1000, json.path("result").path("delivered").asInt());
    assertEquals(7, json.path("run").path("seed").asInt());
    assertEquals(2, json.path("run").path("machine").path("processors").asInt());
    assertEquals("everything", json.path("run").path("facts").path("scenario").asText());
    JsonNode chart = json.path("sections").path(0).path("parts").path(0);
    assertEquals("milliseconds", chart.path("y").path("unit").asText());
    assertEquals(600, chart.path("lines").path(0).path("points").size());
    assertEquals("crash", chart.path("marks").path(0).path("kind").asText());
    assertEquals(
        "cmtp sim run everything --seed 7", json.path("replay").path(0).path("command").asText());
  }

  @Test
  void haveNullWhereNothingIsKnown() throws IOException {
    Line line = new Line("a", List.of(new Point(0, 1), new Point(1, Point.NOTHING)));
    LineChart chart = LineChart.overTime("c", Axis.of("n", Unit.COUNT), List.of(line));
    JsonNode json = written(Samples.empty().section(Section.of("s", "", chart)));
    JsonNode points =
        json.path("sections").path(0).path("parts").path(0).path("lines").path(0).path("points");
    assertTrue(points.path(1).path(1).isNull(), points.toString());
  }

  @Test
  void showACurveAsFarAsThereAreValues() {
    Histogram values = new Histogram(3);
    assertEquals(List.of(), Line.percentiles("none", values, 1).points());
    for (int i = 1; i <= 1000; i++) {
      values.recordValue(i * 1000L);
    }
    List<Point> points = Line.percentiles("some", values, 1000).points();
    assertEquals(50, points.get(0).x(), 1e-9);
    assertEquals(500, points.get(0).y(), 1);
    assertEquals(99.9, points.get(points.size() - 1).x(), 1e-9);
    assertEquals(999, points.get(points.size() - 1).y(), 1);
  }

  @Test
  void showTheLargestLinesAndTheSumOfTheOthers() {
    List<Line> lines =
        List.of(Samples.wave("a", 2, 1), Samples.wave("b", 2, 5), Samples.wave("c", 2, 2));
    List<Line> shown = Line.largest(2, lines);
    assertEquals(List.of("b", "2 others"), shown.stream().map(Line::name).toList());
    assertEquals(3.3, shown.get(1).points().get(0).y(), 1e-9);
    assertEquals(lines, Line.largest(3, lines));
  }

  @Test
  void sayFromWhichCommitTheyCome() {
    String commit = "a".repeat(40);
    assertTrue(Build.of("").commitWords().startsWith("unknown"));
    assertEquals("", Build.of("fatal: not a repository").commit());
    assertEquals(commit, Build.of(commit + "\n").commitWords());
    assertTrue(Build.of(commit + "-dirty\n").commitWords().endsWith("that are in no commit"));
    assertEquals(commit, Build.of(commit + "-dirty").commit());
  }

  @Test
  void quoteACommandForTheShell() {
    assertEquals(
        "cmtp sim run mine.conf --set a=1 'b c' 'it'\\''s'",
        CommandWords.of(List.of("cmtp", "sim", "run", "mine.conf", "--set", "a=1", "b c", "it's")));
  }
}
