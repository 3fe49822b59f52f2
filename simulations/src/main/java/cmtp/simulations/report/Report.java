package cmtp.simulations.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a run tells when it is over.
 *
 * @param findings what it has shown; it failed if one of them did
 * @param figures the few numbers that everybody asks for first
 * @param facts what was run, beside its origin
 * @param result the command's own JSON, for programs
 */
public record Report(
    String title,
    Origin origin,
    Duration took,
    List<Finding> findings,
    List<Fact> figures,
    List<Fact> facts,
    List<Section> sections,
    List<Replay> replays,
    Map<String, Object> result) {
  public Report {
    findings = List.copyOf(findings);
    figures = List.copyOf(figures);
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
    replays = List.copyOf(replays);
    result = new LinkedHashMap<>(result);
  }

  /** To be filled. */
  public static Report of(String title, Origin origin, Duration took) {
    return new Report(
        title, origin, took, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());
  }

  public Verdict verdict() {
    boolean failed = findings.stream().anyMatch(one -> one.verdict() == Verdict.FAILED);
    boolean passed = findings.stream().anyMatch(one -> one.verdict() == Verdict.PASSED);
    return failed ? Verdict.FAILED : passed ? Verdict.PASSED : Verdict.NOTED;
  }

  public Report found(Finding finding) {
    return new Report(
        title, origin, took, and(findings, finding), figures, facts, sections, replays, result);
  }

  /** A number that everybody asks for first. */
  public Report figure(String name, String words) {
    return new Report(
        title,
        origin,
        took,
        findings,
        and(figures, new Fact(name, words)),
        facts,
        sections,
        replays,
        result);
  }

  /** Something more about what was run. */
  public Report fact(String name, String words) {
    return new Report(
        title,
        origin,
        took,
        findings,
        figures,
        and(facts, new Fact(name, words)),
        sections,
        replays,
        result);
  }

  public Report section(Section section) {
    return new Report(
        title, origin, took, findings, figures, facts, and(sections, section), replays, result);
  }

  public Report replay(String command, String words) {
    return new Report(
        title,
        origin,
        took,
        findings,
        figures,
        facts,
        sections,
        and(replays, new Replay(command, words)),
        result);
  }

  public Report result(Map<String, Object> json) {
    return new Report(title, origin, took, findings, figures, facts, sections, replays, json);
  }

  private static <T> List<T> and(List<T> list, T one) {
    List<T> more = new ArrayList<>(list);
    more.add(one);
    return more;
  }
}
