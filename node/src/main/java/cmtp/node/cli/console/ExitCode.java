package cmtp.node.cli.console;

/** What a command's exit code means; scripts rely on these numbers. */
public enum ExitCode {
  OK(0, "done"),
  REFUSED(1, "refused or failed, and trying the same again will not help"),
  USAGE(2, "the command line is wrong"),
  NOT_FOUND(3, "no such message, account, box or file"),
  AUTH(4, "not logged in, wrong password, or the account is disabled"),
  UNREACHABLE(5, "the server, or the node to manage, does not answer"),
  KEY_CHANGED(6, "a pinned key is not the one that is offered now"),
  TRY_LATER(7, "overloaded, over a rate or quota, or cut off: try again later"),
  LOST(8, "serve: this process lost its place in the cluster: start it again");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /** For the help text. */
  public String meaning() {
    return meaning;
  }
}
