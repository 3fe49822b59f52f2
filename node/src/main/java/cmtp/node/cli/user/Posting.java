package cmtp.node.cli.user;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.CommonOptions;
import cmtp.node.cli.console.ExitCode;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Progress;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.mail.Letter;
import cmtp.node.cli.session.Delivery;
import cmtp.node.cli.session.Failures;
import cmtp.node.cli.session.Sender;
import cmtp.protocol.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sends a letter, keeps the copy, and reports for each recipient what became of it. */
final class Posting {
  private final Terminal terminal;
  private final CommonOptions common;

  Posting(Terminal terminal, CommonOptions common) {
    this.terminal = terminal;
    this.common = common;
  }

  /**
   * @throws CliFailure if the letter can't be sent to anybody
   */
  static void check(Letter letter) {
    letter
        .problem(Limits.DEFAULT)
        .ifPresent(
            problem -> {
              throw new CliFailure(ExitCode.REFUSED, problem);
            });
    if (letter.text().isBlank() && letter.subject().isEmpty() && letter.files().isEmpty()) {
      throw new CliFailure(ExitCode.USAGE, "nothing to send: no text, no subject, no attachment");
    }
  }

  /** Prints the report; the exit code says whether everybody got it. */
  ExitCode post(Letter letter, Sender sender) throws IOException {
    List<Delivery> deliveries;
    boolean copied = false;
    try (Progress progress = new Progress(terminal)) {
      deliveries = sender.send(letter, progress::toTotal);
      if (deliveries.stream().anyMatch(Delivery::isTaken)) {
        copied = copied(letter, sender, progress);
      }
    }
    if (common.json()) {
      terminal.json(json(deliveries, copied));
    } else {
      deliveries.forEach(this::report);
    }
    return exitCode(deliveries);
  }

  /** A letter that has arrived is not failed because its copy could not be kept. */
  private boolean copied(Letter letter, Sender sender, Progress progress) {
    try {
      sender.keepCopy(letter, progress::toTotal);
      return true;
    } catch (IOException failed) {
      progress.close();
      terminal.warn(
          "sent, but no copy could be kept in the box sent: " + Failures.of(failed).getMessage());
      return false;
    }
  }

  private void report(Delivery delivery) {
    String line = delivery.recipient() + ": " + Printable.line(delivery.detail());
    if (delivery.isTaken()) {
      terminal.say(line);
    } else {
      terminal.note("cmtp: " + line);
    }
  }

  /** One kind of failure keeps its code; several are just a failure. */
  static ExitCode exitCode(List<Delivery> deliveries) {
    List<ExitCode> failures =
        deliveries.stream()
            .map(Delivery::code)
            .filter(code -> code != ExitCode.OK)
            .distinct()
            .toList();
    return switch (failures.size()) {
      case 0 -> ExitCode.OK;
      case 1 -> failures.get(0);
      default -> ExitCode.REFUSED;
    };
  }

  private static Map<String, Object> json(List<Delivery> deliveries, boolean copied) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("recipient", delivery.recipient().toString());
      row.put("delivered", delivery.state() == Delivery.State.DELIVERED);
      row.put("state", delivery.state().name().toLowerCase(Locale.ROOT));
      row.put("exitCode", delivery.code().number());
      row.put("mid", delivery.mid().map(Object::toString).orElse(null));
      row.put("detail", delivery.detail());
      rows.add(row);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("recipients", rows);
    json.put("copyKept", copied);
    return json;
  }
}
