package cmtp.node.cli.doctor;

import cmtp.node.NodeSettings;
import cmtp.node.SettingsException;
import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.doctor.DnsFacts.Target;
import cmtp.node.cli.doctor.Finding.Level;
import cmtp.node.routing.ResolverSettings;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.crypto.VerifyKey;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmtp doctor}: checks a domain as a sending node would see it. */
@Command(
    name = "doctor",
    description = {
      "Check a domain from outside: DNS records, its node's port, greeting, key and capabilities.",
      "For a domain of the running node it also prints the DNS records to publish. Each line is ok, a"
          + " warning, or WRONG with advice; the exit code is 0 unless something is wrong."
    },
    footer = {
      "",
      "Examples:",
      "  cmtp doctor example.org",
      "  cmtp doctor example.net --resolver 9.9.9.9",
      "  cmtp doctor example.org --config /etc/cmtp/node.conf --json"
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int PROBES_MAX = 8;

  private final Terminal terminal;
  @Mixin private CommonOptions common;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The running node's data directory, as for the other operator's commands.")
  private Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Use this node's settings; otherwise those of the running node.")
  private Path config;

  @Option(names = "--resolver", paramLabel = "ADDR[:PORT]", description = "Ask this name server.")
  private String resolver;

  @Parameters(paramLabel = "DOMAIN", description = "The domain.")
  private String name;

  public DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Knowledge knowledge = knowledge(domain());
    Expectation expected = knowledge.expectation();
    ResolverSettings dns = knowledge.settings().federation().resolver();
    DnsFacts facts =
        new DnsLook(dns.servers(), dns.budget(), terminal.clock()).look(expected.domain());
    List<Finding> findings = new ArrayList<>(DnsJudge.judge(expected, facts));
    Optional<VerifyKey> named = DnsJudge.named(facts);
    for (ProbeFacts probe : probes(expected.domain(), facts)) {
      findings.addAll(NodeJudge.judge(expected, named, probe));
    }
    List<String> records = expected.ours() ? Advice.records(expected, facts) : List.of();
    report(findings, records, knowledge.note());
    boolean wrong = findings.stream().anyMatch(finding -> finding.level() == Level.WRONG);
    return (wrong ? ExitCode.REFUSED : ExitCode.OK).number();
  }

  private DomainName domain() {
    try {
      return DomainName.parse(name);
    } catch (InvalidAddressException wrong) {
      throw new CliFailure(ExitCode.USAGE, wrong.getMessage());
    }
  }

  private Knowledge knowledge(DomainName domain) throws IOException {
    Map<String, String> overrides = new LinkedHashMap<>();
    if (resolver != null) {
      overrides.put("cmtp.dns.servers", "[\"" + resolver.replaceAll("[\"\\\\]", "?") + "\"]");
    }
    try {
      return config == null
          ? Knowledge.ofRunningNode(domain, data, overrides, terminal)
          : Knowledge.ofSettings(
              domain,
              NodeSettings.load(Optional.of(terminal.directory().resolve(config)), overrides),
              data,
              terminal);
    } catch (SettingsException wrong) {
      throw new CliFailure(ExitCode.USAGE, wrong.getMessage(), wrong);
    }
  }

  private List<ProbeFacts> probes(DomainName domain, DnsFacts facts) {
    List<ProbeFacts> probes = new ArrayList<>();
    for (Target target : facts.targets(domain.value())) {
      if (facts.hosts().containsKey(target.host())) {
        for (InetAddress address : facts.hosts().get(target.host()).values()) {
          if (probes.size() < PROBES_MAX) {
            probes.add(NodeProbe.probe(domain, target, address, terminal.random()));
          }
        }
      }
    }
    return probes;
  }

  private void report(List<Finding> findings, List<String> records, String note) {
    if (common.json()) {
      terminal.json(json(findings, records));
      return;
    }
    if (!note.isEmpty()) {
      terminal.note(note);
    }
    for (Finding finding : findings) {
      String level =
          finding.level() == Level.WRONG
              ? "WRONG"
              : finding.level().name().toLowerCase(Locale.ROOT);
      terminal.say(
          String.format("%-8s %s: ", level, Printable.line(finding.what()))
              + Printable.line(finding.text()));
      if (!finding.advice().isEmpty()) {
        terminal.say("         -> " + Printable.line(finding.advice()));
      }
    }
    if (!records.isEmpty()) {
      terminal.say("");
      terminal.say("Records to publish:");
      records.forEach(record -> terminal.say("  " + Printable.line(record)));
    }
  }

  private static Map<String, Object> json(List<Finding> findings, List<String> records) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("level", finding.level().name().toLowerCase(Locale.ROOT));
      row.put("what", finding.what());
      row.put("text", finding.text());
      row.put("advice", finding.advice());
      rows.add(row);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("findings", rows);
    json.put("records", records);
    return json;
  }
}
