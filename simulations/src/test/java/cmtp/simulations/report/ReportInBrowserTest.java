package cmtp.simulations.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.cli.Cmtp;
import cmtp.node.cli.console.Terminal;
import cmtp.simulations.TestTerminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Looks at reports of real runs in a real browser; pictures of them are in target/reports. */
@Tag("browser")
class ReportInBrowserTest {
  private static final String EVIL =
      "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>\"' &amp;";

  /** By name; made once. */
  private static final Map<String, Path> PAGES = new LinkedHashMap<>();

  @TempDir private static Path folder;
  private static Chromium browser;

  @BeforeAll
  static void run() throws Exception {
    browser = Chromium.start(folder.resolve("profile"));
    command("calm", 0, "sim run steady --seed 2 --set domains=5 --set work.mails=200");
    command("faults", 0, "sim run everything --seed 7");
    command("broken", 1, "sim run poison-domain --seed 1 --set work.mails=200 --set settle=1s");
    command("sweep", 0, "sim sweep bad-disks --seeds 4 --set domains=4 --set work.mails=30");
    command(
        "week",
        0,
        "scale run provider-outage --set domains=500 --set messages-per-day=20000"
            + " --versus cmtp.delivery.retry-max=1h");
    written("evil", evil());
    written("empty", Samples.empty());
  }

  @AfterAll
  static void end() {
    browser.close();
  }

  private static void command(String name, int expected, String words) {
    List<String> all = new ArrayList<>(List.of(words.split(" ")));
    all.addAll(List.of("--report", name));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Terminal terminal = TestTerminal.of(folder, said, said);
    assertEquals(expected, Cmtp.run(all, terminal), said::toString);
    PAGES.put(name, folder.resolve(name + ".html"));
  }

  private static void written(String name, Report report) throws Exception {
    ReportFiles files = ReportFiles.of(folder.resolve(name));
    files.write(report);
    PAGES.put(name, files.page());
  }

  private static Report evil() {
    Line line = new Line(EVIL, List.of(new Point(0, 1), new Point(1, 2)));
    return Report.of(EVIL, Samples.ORIGIN, Duration.ofSeconds(1))
        .found(Finding.failed(EVIL))
        .figure(EVIL, EVIL)
        .fact(EVIL, EVIL)
        .replay(EVIL, EVIL)
        .section(
            Section.of(
                EVIL,
                EVIL,
                LineChart.overTime(EVIL, Axis.of(EVIL, Unit.COUNT), List.of(line))
                    .noting(EVIL)
                    .with(List.of(new Mark(EVIL, EVIL, 0, 1))),
                new BarChart(EVIL, EVIL, Unit.COUNT, List.of(new BarChart.Bar(EVIL, 1))),
                new Table(EVIL, List.of(EVIL, "n"), List.of(List.of(EVIL.repeat(9), "1"))),
                new Story(EVIL, List.of(EVIL))));
  }

  static Stream<Arguments> views() {
    return Stream.of("calm", "faults", "broken", "sweep", "week", "evil", "empty")
        .flatMap(
            name ->
                Stream.of(400, 1280)
                    .flatMap(
                        width ->
                            Stream.of("light", "dark")
                                .map(scheme -> Arguments.of(name, width, scheme))));
  }

  private static Path picture(String name) {
    return Path.of(System.getProperty("java.io.tmpdir")).resolve("reports").resolve(name + ".png");
  }

  @ParameterizedTest
  @MethodSource("views")
  void isReadableInEveryWidthAndScheme(String name, int width, String scheme) throws Exception {
    try (Tab tab = browser.open()) {
      tab.show(PAGES.get(name), width, scheme);
      tab.picture(picture(name + "-" + width + "-" + scheme));
      assertEquals(List.of(), tab.complaints());
      assertEquals(List.of(PAGES.get(name).toUri().toString()), tab.requests());
      assertEquals("[]", tab.ask(Looks.FAULTS).asText(), name + " " + width + " " + scheme);
    }
  }

  @Test
  void tellsTheVerdictFirst() throws Exception {
    Map<String, String> verdicts =
        Map.of("calm", "Passed", "broken", "Failed", "week", "Passed", "empty", "Note");
    for (Map.Entry<String, String> one : verdicts.entrySet()) {
      try (Tab tab = browser.open()) {
        tab.show(PAGES.get(one.getKey()), 1280, "light");
        JsonNode box =
            tab.ask(
                "(() => { const word = document.querySelector('main').querySelector('p');"
                    + " const box = word.getBoundingClientRect();"
                    + " return {text: word.innerText, top: box.top, height: box.height}; })()");
        assertEquals(one.getValue(), box.path("text").asText());
        assertTrue(box.path("top").asDouble() < 60 && box.path("height").asDouble() > 30, "" + box);
      }
    }
  }

  @Test
  void tellsTheStoryOfABrokenRuleAndHowToSeeItAgain() throws Exception {
    try (Tab tab = browser.open()) {
      tab.show(PAGES.get("broken"), 1280, "light");
      assertTrue(
          tab.ask("document.querySelector('.story').innerText").asText().lines().count() > 3);
      String replay = tab.ask("document.querySelector('.replay code').innerText").asText();
      assertTrue(replay.startsWith("cmtp sim run poison-domain --seed 1 --set settle=1s"), replay);
    }
  }

  @Test
  void showsValuesUnderThePointer() throws Exception {
    try (Tab tab = browser.open()) {
      tab.show(PAGES.get("faults"), 1280, "light");
      JsonNode box =
          tab.ask(
              "(() => { const area = document.querySelector('.area');"
                  + " area.scrollIntoView({block: 'center'});"
                  + " const box = area.getBoundingClientRect();"
                  + " return {x: box.x, y: box.y, width: box.width, height: box.height}; })()");
      double y = box.path("y").asDouble() + box.path("height").asDouble() / 2;
      for (double share : new double[] {0.001, 0.999, 0.3, 0.1}) {
        tab.point(box.path("x").asDouble() + share * box.path("width").asDouble(), y);
        JsonNode tip =
            tab.ask(
                "(() => { const tip = document.querySelector('.tip');"
                    + " const box = tip.getBoundingClientRect(); return {text: tip.innerText,"
                    + " left: box.left, right: box.right, all: innerWidth}; })()");
        String text = tip.path("text").asText();
        assertTrue(text.contains("half: ") && text.contains("99 %: "), text);
        assertTrue(tip.path("left").asDouble() >= 0, tip::toString);
        assertTrue(tip.path("right").asDouble() <= tip.path("all").asDouble(), tip::toString);
      }
      tab.picture(picture("pointer"));
      tab.point(1, 1);
      assertEquals(0, tab.ask("document.querySelectorAll('.tip').length").asInt());
      assertEquals(List.of(), tab.complaints());
    }
  }

  @Test
  void runsNothingThatWasWrittenIntoIt() throws Exception {
    try (Tab tab = browser.open()) {
      tab.show(PAGES.get("evil"), 1280, "light");
      assertEquals(2, tab.ask("document.querySelectorAll('script').length").asInt());
      assertEquals(0, tab.ask("document.querySelectorAll('img').length").asInt());
      assertEquals(EVIL, tab.ask("document.querySelector('h1').textContent").asText());
      assertEquals("undefined", tab.ask("typeof window.hacked").asText());
      tab.ask(
          "(() => { const bad = document.createElement('script');"
              + " bad.textContent = 'window.hacked = 1'; document.body.append(bad); })()");
      assertEquals("undefined", tab.ask("typeof window.hacked").asText());
      assertFalse(tab.complaints().isEmpty(), "the browser must have refused it");
    }
  }

  @Test
  void isWholeWithoutScripts() throws Exception {
    try (Tab tab = browser.open()) {
      tab.call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
      tab.show(PAGES.get("week"), 1280, "light");
      assertEquals("[]", tab.ask(Looks.FAULTS).asText());
    }
  }

  @Test
  void canBePrinted() throws Exception {
    try (Tab tab = browser.open()) {
      tab.show(PAGES.get("broken"), 1280, "dark");
      byte[] pdf = tab.printed();
      assertEquals("%PDF", new String(pdf, 0, 4, StandardCharsets.US_ASCII));
      Files.write(PAGES.get("broken").resolveSibling("broken.pdf"), pdf);
      tab.call("Emulation.setEmulatedMedia", Map.of("media", "print"));
      assertEquals(
          "rgb(255, 255, 255)",
          tab.ask("getComputedStyle(document.body).backgroundColor").asText());
      assertEquals(
          0,
          tab.ask(
                  "[...document.querySelectorAll('.story')]"
                      + ".filter((one) => one.scrollHeight > one.clientHeight + 1).length")
              .asInt());
    }
  }
}
