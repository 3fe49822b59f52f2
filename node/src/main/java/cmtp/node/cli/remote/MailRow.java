package cmtp.node.cli.remote;

import cmtp.node.cli.console.Dates;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.mail.Sizes;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** A waiting message as a line, and as a page. */
final class MailRow {
  /** As much of a mid as tells messages apart; commands take it for the whole. */
  private static final int MID_DIGITS = 16;

  private final Terminal terminal;

  MailRow(Terminal terminal) {
    this.terminal = terminal;
  }

  void head() {
    terminal.say(
        String.format(
            "%-16s %7s %5s %8s  %-30s %s", "MID", "AGE", "TRIES", "NEXT", "TO", "REASON"));
  }

  void line(JsonNode mail) {
    String mid = Printable.line(mail.path("mid").asText());
    terminal.say(
        String.format(
            Locale.ROOT,
            "%-16s %7s %5d %8s  %-30s %s",
            mid.substring(0, Math.min(MID_DIGITS, mid.length())),
            Dates.span(terminal.nowMillis() - mail.path("acceptedMs").asLong()),
            mail.path("attempts").asLong(),
            next(mail),
            Printable.cut(mail.path("destination").asText(), 30),
            Printable.cut(mail.path("reason").asText(), 60)));
  }

  private String next(JsonNode mail) {
    if (mail.path("held").asBoolean()) {
      return "held";
    }
    long inMillis = mail.path("nextAttemptMs").asLong() - terminal.nowMillis();
    return mail.path("inDelivery").asBoolean() || inMillis <= 0 ? "now" : Dates.span(inMillis);
  }

  void page(JsonNode mail) {
    field("Mid", mail.path("mid").asText());
    field("From", mail.path("source").asText());
    field("To", mail.path("destination").asText());
    field("Domain", mail.path("domain").asText());
    field("Size", Sizes.text(mail.path("bytes").asLong()));
    field("Accepted", Dates.text(mail.path("acceptedMs").asLong() / 1000, terminal));
    field("Attempts", mail.path("attempts").asText());
    field("Reason", mail.path("reason").asText());
    field("Next", next(mail));
  }

  private void field(String name, String value) {
    terminal.say(String.format("%-10s", name + ":") + Printable.line(value));
  }
}
