package cmtp.persistence.content;

/**
 * @param queueBytesMax chunks and notes waiting to be written; beyond that they are refused
 * @param queueOperationsMax operations waiting, of any kind
 * @param groupBytesMax what one transaction writes: the journal waits that long for its turn
 * @param readThreads how many reads run at once
 * @param readQueueMax reads that wait; beyond that they are refused
 */
public record ContentSettings(
    long queueBytesMax,
    int queueOperationsMax,
    long groupBytesMax,
    int readThreads,
    int readQueueMax) {
  public static final ContentSettings DEFAULT =
      new ContentSettings(48L << 20, 10_000, 4L << 20, 3, 2_000);
}
