package cmtp.protocol.command;

/** The outcome of an X1 command (SPEC 7.3). */
public enum Status {
  OK,
  NOTFOUND,
  DENIED,
  AUTHREQUIRED,
  SECUREREQUIRED,
  OVERQUOTA,
  TOOBIG,
  RATELIMIT,
  TRYLATER,
  LOOP,
  BADSIG,
  BADREQUEST,
  GONE,
  RESYNC,
  UNSUPPORTED,
  MOVED,
  REVOKED,
  STALEKEY,
  WORKREQUIRED
}
