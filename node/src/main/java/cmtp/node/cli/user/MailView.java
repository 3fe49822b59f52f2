package cmtp.node.cli.user;

import cmtp.node.cli.console.Dates;
import cmtp.node.cli.console.Printable;
import cmtp.node.cli.console.Terminal;
import cmtp.node.cli.mail.Answers;
import cmtp.node.cli.mail.Sizes;
import cmtp.node.cli.mail.Waypoint;
import cmtp.node.cli.session.OpenedMail;
import cmtp.node.cli.session.OpenedMail.MailFile;
import cmtp.protocol.address.Address;
import cmtp.protocol.crypto.SealedBox;
import cmtp.protocol.message.MailText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows one message. Everything in it was written by a stranger: see {@link Printable}. */
final class MailView {
  private final OpenedMail mail;
  private final MailText text;
  private final Map<Integer, Path> saved;

  /**
   * @param saved where attachments were saved, by their index
   */
  MailView(OpenedMail mail, Map<Integer, Path> saved) {
    this.mail = mail;
    this.text = mail.text().orElse(new MailText(0, "", "", List.of(), ""));
    this.saved = Map.copyOf(saved);
  }

  void print(Terminal terminal) {
    field(terminal, "From", who() + "   " + mail.proof().verdict() + ": " + mail.proof().reason());
    field(terminal, "To", String.join(", ", to()));
    field(terminal, isOwnCopy() ? "Cc" : "Also to", String.join(", ", cc()));
    field(terminal, "Bcc", String.join(", ", bcc()));
    field(terminal, "Reply-To", text.replyTo());
    field(terminal, "Date", Dates.text(text.writtenAtSeconds(), terminal));
    field(terminal, "Subject", text.subject());
    printTrail(terminal);
    mail.files().forEach(file -> field(terminal, "File " + (file.index() + 1), describe(file)));
    terminal.say("");
    if (mail.text().isEmpty()) {
      terminal.say("(This message can't be opened: it was sealed to another key than yours.)");
    } else {
      terminal.say(Printable.text(text.text()).stripTrailing());
    }
  }

  private void printTrail(Terminal terminal) {
    String name = "Way";
    for (Waypoint point : mail.trail()) {
      String time = Dates.text(point.timeMillis() / 1000, terminal);
      field(terminal, name, time + "  " + point.text());
      name = "";
    }
  }

  private static void field(Terminal terminal, String name, String value) {
    if (!value.isEmpty()) {
      terminal.say(
          String.format("%-10s", name.isEmpty() ? "" : name + ":") + Printable.line(value));
    }
  }

  private String describe(MailFile file) {
    long bytes =
        file.file()
            .map(opened -> (long) opened.data().length())
            .orElse(Math.max(0, file.sealedBytes() - SealedBox.OVERHEAD_BYTES));
    String name =
        switch (file.state()) {
          case OPENED -> file.file().orElseThrow().name();
          case BROKEN -> "(broken: can't be opened)";
          case NOT_FETCHED -> "(large: --save DIR fetches it and tells its name)";
        };
    Path path = saved.get(file.index());
    return name + "  " + Sizes.text(bytes) + (path == null ? "" : "  -> " + path);
  }

  private boolean isOwnCopy() {
    return mail.source().equals(mail.header().destination())
        && text.carbonCopies().stream().anyMatch(copy -> copy.matches("(to|cc|bcc):.*"));
  }

  private String who() {
    return mail.isFromServer() ? "Mail server " + from() : from();
  }

  private String from() {
    return mail.header().sourceAccount() + "@" + mail.header().sourceDomain();
  }

  private List<String> to() {
    return isOwnCopy()
        ? listed("to:")
        : List.of(mail.header().destinationAccount() + "@" + mail.header().destinationDomain());
  }

  private List<String> cc() {
    return isOwnCopy() ? listed("cc:") : text.carbonCopies();
  }

  private List<String> bcc() {
    return isOwnCopy() ? listed("bcc:") : List.of();
  }

  private List<String> listed(String prefix) {
    return Answers.listed(text, prefix).stream().map(Address::toString).toList();
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uid", mail.uid());
    json.put("box", mail.box());
    json.put("mid", mail.mid().map(Object::toString).orElse(null));
    json.put("from", from());
    json.put("proof", mail.proof().verdict().name());
    json.put("proofReason", mail.proof().reason());
    json.put("to", to());
    json.put("cc", cc());
    json.put("bcc", bcc());
    json.put("replyTo", text.replyTo());
    json.put(
        "date", text.writtenAtSeconds() == 0 ? null : Dates.iso(text.writtenAtSeconds() * 1000));
    json.put("readable", mail.text().isPresent());
    json.put("subject", text.subject());
    json.put("text", text.text());
    json.put("way", mail.trail().stream().map(MailView::json).toList());
    json.put(
        "attachments",
        mail.files().stream().map(this::json).collect(Collectors.toCollection(ArrayList::new)));
    return json;
  }

  private static Map<String, Object> json(Waypoint point) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("belief", point.belief().name());
    json.put("domain", point.domain());
    json.put("action", point.action());
    json.put("time", Dates.iso(point.timeMillis()));
    json.put("fingerprint", point.fingerprint());
    return json;
  }

  private Map<String, Object> json(MailFile file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", file.index() + 1);
    json.put("state", file.state().name());
    json.put("name", file.file().map(opened -> opened.name()).orElse(null));
    json.put("bytes", file.file().map(opened -> opened.data().length()).orElse(null));
    json.put("sealedBytes", file.sealedBytes());
    Path path = saved.get(file.index());
    json.put("savedAs", path == null ? null : path.toString());
    return json;
  }
}
