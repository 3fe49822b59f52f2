package cmtp.persistence.archive;

/**
 * Something that is not as it should be.
 *
 * @param what one sentence for people
 */
public record Problem(Weight weight, String what) {
  /** How bad it is. */
  public enum Weight {
    /** Something is lost, or can't be read. */
    ERROR,
    /** Nothing is lost. */
    WARNING
  }
}
