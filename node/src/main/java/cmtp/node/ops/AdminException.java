package cmtp.node.ops;

/** A request that is refused, with what the operator should know. */
final class AdminException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, as programs see it, with its HTTP status. */
  enum Code {
    BADREQUEST(400),
    UNAUTHORIZED(401),
    NOTFOUND(404),
    EXISTS(409),
    FULL(409),
    REFUSED(409),
    BUSY(503),
    INTERNAL(500);

    final int status;

    Code(int status) {
      this.status = status;
    }
  }

  private final Code code;

  AdminException(Code code, String message) {
    super(message);
    this.code = code;
  }

  Code code() {
    return code;
  }
}
