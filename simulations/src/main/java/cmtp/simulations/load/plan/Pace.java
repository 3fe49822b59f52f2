package cmtp.simulations.load.plan;

/** What decides when the next request is sent. */
public sealed interface Pace {
  double RATE_MAX = 1e6;
  int BACKLOG_MAX = 10_000_000;

  /** The replies: each connection asks again when it is answered. */
  enum Closed implements Pace {
    INSTANCE
  }

  /**
   * The clock, whatever the node does.
   *
   * @param fromRate requests a second at the beginning of the measured part
   * @param rate at its end
   * @param backlogMax due requests that may wait for a connection; more are given up
   */
  record Open(double fromRate, double rate, Arrivals.Spacing spacing, int backlogMax)
      implements Pace {
    public Open {
      if (!(fromRate > 0 && fromRate <= RATE_MAX && rate > 0 && rate <= RATE_MAX)) {
        throw new IllegalArgumentException("a rate is above 0 and at most 1,000,000 a second");
      }
      LoadPlan.between("backlog", backlogMax, 1, BACKLOG_MAX);
    }

    /** The same at another rate. */
    public Open at(double other) {
      return new Open(other, other, spacing, backlogMax);
    }

    public boolean isRamp() {
      return fromRate != rate;
    }
  }
}
