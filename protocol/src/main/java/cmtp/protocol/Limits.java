package cmtp.protocol;

/**
 * Every maximum of the protocol (SPEC 1.3). Those that a node's settings may change are components;
 * those that both sides must agree on are constants.
 *
 * @param messageBytesMax largest message, header to last attachment; default 50 MiB
 * @param logBytesMax largest log; default 64 KiB
 */
public record Limits(long messageBytesMax, int logBytesMax) {
  public static final int NAME_BYTES_MAX = 255;
  public static final int LOG_ENTRIES_MAX = 64;
  public static final int ATTACHMENTS_MAX = 256;
  public static final int TEXT_BYTES_MAX = 1024;
  public static final int COMMAND_BYTES_MAX = 32;
  public static final int PARAMETER_BYTES_MAX = 64 * 1024;
  public static final int NONCE_BYTES = 16;
  public static final int RECORD_BYTES_MAX = 4096;
  public static final int RECORD_CHAIN_MAX = 16;
  public static final int XZIBIT_BYTES = 156;
  public static final int SEALED_BYTES_MIN = 48;
  public static final int CHUNK_PLAINTEXT_MAX = 64 * 1024;
  public static final int CHUNK_OVERHEAD = 17;
  public static final int LIST_ROWS_MAX = 500;
  public static final int FETCH_BYTES_MAX = 1024 * 1024;
  public static final int GREETING_BYTES_MAX = 512;
  public static final int REPLY_TEXT_BYTES_MAX = 1024;
  public static final int REPLY_PAYLOAD_BYTES_MAX = 2 * 1024 * 1024;
  public static final int HOPS_MAX = 16;

  public static final Limits DEFAULT = new Limits(50L * 1024 * 1024, 64 * 1024);
}
