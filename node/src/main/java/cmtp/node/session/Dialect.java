package cmtp.node.session;

import cmtp.protocol.Bytes;
import cmtp.protocol.wire.CommandDecoder;
import java.util.function.Function;

/** What a listener speaks. All that differs between two of them is told here or by its answers. */
public enum Dialect {
  /** The base, and X1 for those who can (SPEC 2 to 7). */
  CMTP(CommandDecoder.Layer.CLEAR, BaseAnswers::new) {
    @Override
    public Bytes greeting(String domain, String product) {
      return line(domain, product);
    }
  },
  /** What the C programs of 2017 understand (SPEC 8). */
  CMTPD(CommandDecoder.Layer.CMTPD, CmtpdAnswers::new) {
    @Override
    public Bytes greeting(String domain, String product) {
      Bytes line = line(domain, product);
      return line.length() < CMTPD_GREETING_READ ? line : Bytes.utf8("220 CMTP\r\n");
    }
  };

  /** The client drops what one read of so many bytes gives; the rest would be a reply to it. */
  private static final int CMTPD_GREETING_READ = 255;

  private final CommandDecoder.Layer layer;
  private final Function<Conversation, Answers> answers;

  Dialect(CommandDecoder.Layer layer, Function<Conversation, Answers> answers) {
    this.layer = layer;
    this.answers = answers;
  }

  /** What is said first, in one write. */
  public abstract Bytes greeting(String domain, String product);

  /** How what the peer says is read. */
  public CommandDecoder.Layer layer() {
    return layer;
  }

  Answers answers(Conversation conversation) {
    return answers.apply(conversation);
  }

  private static Bytes line(String domain, String product) {
    return Bytes.utf8("220 " + domain + " CMTP " + product + "\r\n");
  }
}
