package cmtp.node.session;

import cmtp.protocol.Bytes;
import cmtp.protocol.command.Command;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.wire.Decoded;

/** The bytes that a dialect answers base commands with, and what its refusals mean. */
interface Answers {

  /**
   * @param bytes what is said, possibly nothing
   * @param close whether the connection is closed behind it
   */
  record Answer(Bytes bytes, boolean close) {
    static final Answer SILENCE = new Answer(Bytes.EMPTY, false);
    static final Answer CLOSE = new Answer(Bytes.EMPTY, true);

    static Answer of(Bytes bytes) {
      return new Answer(bytes, false);
    }

    Answer last() {
      return new Answer(bytes, true);
    }

    Answer lastIf(boolean last) {
      return last ? last() : this;
    }
  }

  Answer simple(Command.Simple command);

  Answer key(VerifyKey key);

  Answer noKey();

  /**
   * @param xzibit well-formed, of any version
   */
  Answer xzibit(Bytes xzibit);

  /** A command could not be carried out; {@code detail} is for people. */
  Answer failure(String detail);

  Answer unknownCommand();

  /** SPEC 2.4; without its CRLF. */
  Answer smtpLine(String line);

  /** Always the last answer: where the next command begins, nobody knows. */
  Answer malformed(Decoded.Reason reason);

  /** How the outcome of a MAIL is told. */
  Verdicts verdicts();
}
