package cmtp.simulations.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final String EVIL = "<script>alert(1)</script>\"'&\u202e</style>";

  private static int count(String page, String what) {
    return page.split(Pattern.quote(what), -1).length - 1;
  }

  @Test
  void tellsTheVerdictBeforeAnythingElse() {
    String page = ReportPage.of(Samples.full());
    String body = page.substring(page.indexOf("<body>"));
    assertTrue(
        body.startsWith("<body><main><header class=\"verdict passed\"><p class=\"word\">Passed"));
    String failed = ReportPage.of(Samples.full().found(Finding.failed("One was lost.")));
    assertTrue(failed.contains("<p class=\"word\">Failed</p>"));
    assertTrue(failed.contains("<title>Failed: Nothing at all</title>"));
  }

  @Test
  void isNoVerdictIfThereIsNothingToJudge() {
    assertEquals(Verdict.NOTED, Samples.empty().verdict());
    assertEquals(Verdict.NOTED, Samples.empty().found(Finding.noted("Busy.")).verdict());
  }

  @Test
  void tellsWhatWasRun() {
    String page = ReportPage.of(Samples.full());
    for (String fact :
        List.of(
            "<dt>seed</dt><dd>7</dd>",
            "<dd>0123456789012345678901234567890123456789</dd>",
            "2 x A processor",
            "Linux 6.1, Java 17",
            "0.10 0.20 0.30",
            "2026-01-02 03:04:05 UTC",
            "<dt>scenario</dt><dd>everything</dd>")) {
      assertTrue(page.contains(fact), fact);
    }
  }

  @Test
  void drawsEveryLineAndMarksWhatHappened() {
    String page = ReportPage.of(Samples.full());
    assertEquals(2, count(page, "<path class=\"line c"));
    assertEquals(2, count(page, "<path class=\"fill c"));
    assertEquals(1, count(page, "<rect class=\"shade\""));
    assertEquals(1, count(page, "<path class=\"moment\""));
    assertTrue(page.contains("title=\"crash of node 1 (1 min to 2 min)\""));
    assertTrue(page.contains("title=\"power cut of node 2 (at 5 min)\""));
    assertFalse(page.contains("NaN"));
  }

  @Test
  void asksForNothingElsewhere() {
    String page = ReportPage.of(Samples.full());
    assertFalse(Pattern.compile("(?:src|href)=\"(?!data:,)").matcher(page).find());
    assertFalse(page.contains("http://"));
    assertFalse(page.contains("https://"));
    assertFalse(page.contains("@import"));
    assertFalse(page.contains("url("));
    assertTrue(page.contains("content=\"default-src &#39;none&#39;;"));
  }

  @Test
  void showsTextAsTextWhoeverWroteIt() {
    List<Line> lines = List.of(new Line(EVIL, List.of(new Point(0, 1), new Point(1, 2))));
    String page =
        ReportPage.of(
            Report.of(EVIL, Samples.ORIGIN, java.time.Duration.ofSeconds(1))
                .found(Finding.failed(EVIL))
                .figure(EVIL, EVIL)
                .fact(EVIL, EVIL)
                .replay(EVIL, EVIL)
                .section(
                    Section.of(
                        EVIL,
                        EVIL,
                        LineChart.overTime(EVIL, Axis.of(EVIL, Unit.COUNT), lines)
                            .noting(EVIL)
                            .with(List.of(new Mark(EVIL, EVIL, 0, 1))),
                        new BarChart(EVIL, EVIL, Unit.COUNT, List.of(new BarChart.Bar(EVIL, 1))),
                        new Table(EVIL, List.of(EVIL), List.of(List.of(EVIL))),
                        new Story(EVIL, List.of(EVIL)))));
    assertFalse(page.contains("<script>alert"));
    assertFalse(page.contains("\u202e"));
    assertEquals(1, count(page, "</style>"));
    assertEquals(2, count(page, "</script>"));
  }

  @Test
  void letsNoOtherScriptRunThanItsOwn() {
    String page = ReportPage.of(Samples.full());
    Matcher policy = Pattern.compile("script-src &#39;(sha256-[^&]+)&#39;").matcher(page);
    assertTrue(policy.find());
    String script = page.substring(page.lastIndexOf("<script>") + 8, page.lastIndexOf("</script>"));
    assertEquals(ScriptHash.of(script), "'" + policy.group(1) + "'");
  }

  @Test
  void staysAPageHoweverMuchThereIs() {
    List<Line> lines =
        IntStream.range(0, 20).mapToObj(i -> Samples.wave("line " + i, 50_000, i + 1)).toList();
    List<Mark> marks =
        IntStream.range(0, 5_000).mapToObj(i -> new Mark("crash", "c" + i, i, i + 1)).toList();
    List<List<String>> rows = Collections.nCopies(20_000, List.of("a", "1"));
    List<BarChart.Bar> bars = new ArrayList<>();
    IntStream.range(0, 5_000).forEach(i -> bars.add(new BarChart.Bar("b" + i, i)));
    String page =
        ReportPage.of(
            Samples.empty()
                .section(
                    Section.of(
                        "Much",
                        "",
                        LineChart.overTime("l", Axis.of("n", Unit.COUNT), lines).with(marks),
                        new Table("t", List.of("x", "y"), rows),
                        new BarChart("b", "", Unit.COUNT, bars),
                        new Story("s", Collections.nCopies(100_000, "something happened")))));
    assertTrue(page.length() < 1_000_000, "" + page.length());
    assertTrue(page.contains("12 more lines and 4700 more marks are in the JSON file only."));
    assertTrue(page.contains("19500 more rows"));
    assertTrue(page.contains("98000 more lines before these"));
  }

  @Test
  void refusesWhatCanNotBeDrawn() {
    Axis axis = Axis.of("n", Unit.COUNT);
    List<Line> apart =
        List.of(new Line("a", List.of(new Point(0, 1))), new Line("b", List.of(new Point(1, 1))));
    LineChart chart = LineChart.overTime("c", axis, apart);
    assertThrows(IllegalArgumentException.class, () -> chart.as(LineChart.Form.STACKED));
    assertThrows(IllegalArgumentException.class, () -> new Mark("a", "b", 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new BarChart.Bar("a", -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Line("a", List.of(new Point(1, 0), new Point(0, 0))));
    assertThrows(
        IllegalArgumentException.class, () -> new Table("t", List.of("a"), List.of(List.of())));
  }
}
