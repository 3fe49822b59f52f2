package cmtp.persistence.mailbox;

import cmtp.protocol.address.AccountName;
import java.util.List;
import java.util.Optional;

/** The name of a box: 1 to 64 characters under the rules of an account name. */
public record BoxName(String value) implements Comparable<BoxName> {
  public static final BoxName INBOX = new BoxName("inbox");
  public static final BoxName SENT = new BoxName("sent");
  public static final BoxName DRAFTS = new BoxName("drafts");
  public static final BoxName ARCHIVE = new BoxName("archive");
  public static final BoxName TRASH = new BoxName("trash");

  /** The boxes every mailbox has. */
  public static final List<BoxName> ALWAYS = List.of(INBOX, SENT, DRAFTS, ARCHIVE, TRASH);

  /**
   * @throws IllegalArgumentException if {@code value} is empty or not a valid account name
   */
  public BoxName {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a box name has at least one character");
    }
    new AccountName(value);
  }

  /**
   * The same as the constructor, without a new object for the boxes every mailbox has.
   *
   * @throws IllegalArgumentException if {@code value} is not a valid box name
   */
  public static BoxName of(String value) {
    for (BoxName name : ALWAYS) {
      if (name.value.equals(value)) {
        return name;
      }
    }
    return new BoxName(value);
  }

  /** Brings a name into its stored form; empty if it is not a valid box name. */
  public static Optional<BoxName> parse(String text) {
    try {
      return Optional.of(of(AccountName.parse(text).value()));
    } catch (IllegalArgumentException invalid) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(BoxName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
