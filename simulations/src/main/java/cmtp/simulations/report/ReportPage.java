package cmtp.simulations.report;

import cmtp.node.cli.console.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A report as one HTML file: it needs no other file, no network, and to be read no script either.
 * Its script, which shows values under the pointer, is the only one that the page lets run.
 */
final class ReportPage {
  private static final String STYLE = resource("report.css");
  private static final String SCRIPT = resource("report.js");

  private final Report report;
  private final Html html = new Html();
  private final List<Hover> hovers = new ArrayList<>();

  private ReportPage(Report report) {
    this.report = report;
  }

  static String of(Report report) {
    ReportPage page = new ReportPage(report);
    page.write();
    return page.html.toString();
  }

  private void write() {
    html.markup("<!DOCTYPE html>\n").open("html", "lang", "en");
    head();
    html.open("body").open("main");
    verdict();
    figures();
    run();
    report.sections().forEach(this::section);
    replay();
    html.leaf("footer", "cmtp " + report.origin().build().version()).close();
    html.open("script", "type", "application/json", "id", "values");
    html.markup(Json.line(hoverJson()).replace("<", "\\u003c")).close();
    html.open("script").markup(SCRIPT).close().close().close().markup("\n");
  }

  private void head() {
    html.open("head").single("meta", "charset", "utf-8");
    html.single(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src "
            + ScriptHash.of(SCRIPT));
    html.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.single("meta", "name", "color-scheme", "content", "light dark");
    html.single("link", "rel", "icon", "href", "data:,");
    html.leaf("title", report.verdict().word() + ": " + report.title());
    html.open("style").markup(STYLE).close().close().markup("\n");
  }

  private void verdict() {
    html.open("header", "class", "verdict " + report.verdict().json());
    html.leaf("p", report.verdict().word(), "class", "word").leaf("h1", report.title());
    html.open("ul", "class", "findings");
    for (Finding finding : report.findings()) {
      html.open("li", "class", finding.verdict().json());
      html.leaf("b", finding.verdict().word() + ": ").text(finding.sentence()).close();
    }
    html.close().close();
  }

  private void figures() {
    if (report.figures().isEmpty()) {
      return;
    }
    html.open("dl", "class", "figures");
    for (Fact figure : report.figures()) {
      html.open("div").leaf("dt", figure.name()).leaf("dd", figure.words()).close();
    }
    html.close();
  }

  private void run() {
    html.open("section", "class", "run").leaf("h2", "What was run").open("dl", "class", "facts");
    for (Fact fact : RunFacts.of(report)) {
      html.leaf("dt", fact.name()).leaf("dd", fact.words());
    }
    html.close().close();
  }

  private void section(Section section) {
    html.open("section").leaf("h2", section.title());
    if (!section.text().isEmpty()) {
      html.leaf("p", section.text());
    }
    html.open("div", "class", "parts");
    section.parts().forEach(this::part);
    html.close().close();
  }

  private void part(Part part) {
    OtherDrawings others = new OtherDrawings(html);
    html.open("figure", "class", isWide(part) ? "wide" : "half");
    if (!part.title().isEmpty()) {
      html.leaf("figcaption", part.title());
    }
    if (part instanceof LineChart chart) {
      LineDrawing drawing = new LineDrawing(chart, html);
      drawing.write(hovers.size());
      hovers.add(drawing.hover());
      note(chart.note());
    } else if (part instanceof BarChart chart) {
      others.bars(chart);
      note(chart.note());
    } else if (part instanceof Table table) {
      others.table(table);
    } else if (part instanceof Story story) {
      others.story(story);
    }
    html.close();
  }

  /** What has faults under it, or long lines in it, needs the room. */
  private static boolean isWide(Part part) {
    return part instanceof LineChart chart
        ? !chart.marks().isEmpty() || chart.form() == LineChart.Form.STACKED
        : !(part instanceof BarChart);
  }

  private void note(String words) {
    if (!words.isEmpty()) {
      html.leaf("p", words, "class", "note");
    }
  }

  private void replay() {
    if (report.replays().isEmpty()) {
      return;
    }
    html.open("section", "class", "replay").leaf("h2", "How to run it again");
    for (Replay replay : report.replays()) {
      html.open("pre").leaf("code", replay.command()).close();
      note(replay.words());
    }
    html.close();
  }

  private List<Map<String, Object>> hoverJson() {
    return hovers.stream().map(ReportPage::hoverJson).toList();
  }

  private static Map<String, Object> hoverJson(Hover hover) {
    return Map.of(
        "lines",
        hover.lines().stream()
            .map(
                line ->
                    Map.of(
                        "name", line.name(),
                        "colour", line.colour(),
                        "at", line.at(),
                        "x", line.x(),
                        "y", line.y()))
            .toList(),
        "marks",
        hover.marks().stream()
            .map(mark -> Map.of("from", mark.from(), "to", mark.to(), "words", mark.words()))
            .toList());
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
