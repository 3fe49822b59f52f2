package cmtp.node.peer;

/** Which form the answer to a question has (SPEC 3, 7.3, 8). */
public enum AnswerForm {
  /** OHAI, NOOP, MAIL. */
  TEXT,
  /** KEYREQUEST. */
  KEY,
  /** Any X1 command but SECURE. */
  X1,
  /** SECURE: what follows the answer belongs to the channel. */
  SECURE,
  /** KEYREQUEST to a C program of 2017: a key, or anything else, which means that there is none. */
  CMTPD_KEY,
  /** NOOP to one. */
  CMTPD_NOOP
}
