package cmtp.simulations.load;

import cmtp.simulations.load.plan.LoadPlan;
import cmtp.simulations.load.plan.Shares;
import picocli.CommandLine.Option;

/** What is asked of the node. */
final class TrafficOptions {
  @Option(
      names = "--mix",
      paramLabel = "SHARES",
      defaultValue = "mail",
      description =
          "Commands by weight, e.g. mail=70,list=10,fetch=10,login=5,keyrequest=3,getrec=2;"
              + " ${DEFAULT-VALUE} unless given. list and fetch make every connection a session."
              + " Nodes take few logins (cmtp.limits.logins-per-hour, for each account and address).")
  private String mix;

  @Option(
      names = {"--size", "--sizes"},
      paramLabel = "SHARES",
      defaultValue = "1KiB",
      description =
          "Whole messages, one size or several by weight, e.g. 1024 or 1KiB=80,100KiB=15,1MiB=5;"
              + " ${DEFAULT-VALUE} unless given.")
  private String sizes;

  @Option(
      names = "--mailboxes",
      paramLabel = "N",
      defaultValue = "100",
      description = "Mailboxes that take turns; ${DEFAULT-VALUE} unless given.")
  private int mailboxes;

  @Option(
      names = "--watch",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Further sessions, one a mailbox, that wait for new mail (WATCH): tells how long after its"
              + " sender they hear of it.")
  private int watchers;

  @Option(
      names = "--list-rows",
      paramLabel = "N",
      defaultValue = "20",
      description = "Newest messages in each list; ${DEFAULT-VALUE} unless given.")
  private int listRows;

  @Option(
      names = "--verify-every",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Of so many replies check one in full, 1 checks all, 0 none; ${DEFAULT-VALUE} unless"
              + " given.")
  private long verifyEvery;

  @Option(
      names = "--failures-max",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Stop early after so many failures; ${DEFAULT-VALUE} unless given.")
  private long failuresMax;

  LoadPlan.Traffic traffic() {
    return new LoadPlan.Traffic(
        Shares.operations(mix), Shares.sizes(sizes), mailboxes, watchers, listRows);
  }

  LoadPlan.Checks checks() {
    return new LoadPlan.Checks(verifyEvery, failuresMax);
  }
}
