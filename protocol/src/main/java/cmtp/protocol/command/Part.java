package cmtp.protocol.command;

import java.util.Optional;

/** What FETCH asks for (SPEC 7.9). */
public sealed interface Part {
  String text();

  enum Section implements Part {
    /** The whole message as on the wire. */
    ALL,
    /** The header's bytes. */
    ENV,
    LOG,
    BODY;

    @Override
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * @param index counted from 0
   */
  record Attachment(int index) implements Part {
    @Override
    public String text() {
      return "att:" + index;
    }
  }

  static Optional<Part> parse(String text) {
    for (Section section : Section.values()) {
      if (section.text().equals(text)) {
        return Optional.of(section);
      }
    }
    return text.matches("att:(0|[1-9][0-9]{0,2})")
        ? Optional.of(new Attachment(Integer.parseInt(text.substring(4))))
        : Optional.empty();
  }
}
