package cmtp.persistence.cluster;

/**
 * The database did not answer, or not in time; what was asked of it may or may not have happened.
 */
public final class MembersUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  MembersUnavailable(Throwable cause) {
    super(firstLine(cause), cause);
  }

  private static String firstLine(Throwable cause) {
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no answer");
  }
}
