package cmtp.protocol.client;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.MessageId;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.address.InvalidAddressException;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.EphemeralKey;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.Message;
import cmtp.protocol.wire.ReplyDecoder.Expected;
import cmtp.protocol.wire.X1Codec;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * A conversation with one server, one question at a time. Every reply's signature is checked under
 * the server's key, so that key comes first: {@link #trust} a pinned one, or take what the server
 * says with {@link #fetchServerKey} and pin it. Not thread-safe.
 *
 * <p>Methods throw {@link RefusedException} when the server refuses an X1 command, {@link
 * ClientException} when it breaks the protocol, and other {@link IOException}s when the network
 * does.
 */
public final class CmtpClient implements Closeable {
  private static final int SEND_BYTES = 64 * 1024;

  private final Connection connection;
  private final SecureRandomBytes random;
  private final String greeting;
  private final DomainName domain;
  private VerifyKey serverKey;
  private Bytes channelId = Bytes.EMPTY;

  private CmtpClient(Connection connection, SecureRandomBytes random) throws IOException {
    this.connection = connection;
    this.random = random;
    this.greeting = connection.greeting();
    this.domain = domainOf(greeting);
  }

  /**
   * Connects and reads the greeting.
   *
   * @param timeout for connecting, and for each wait for more of a reply
   */
  public static CmtpClient connect(
      InetSocketAddress server, Duration timeout, SecureRandomBytes random) throws IOException {
    Connection connection = new Connection(server, timeout);
    try {
      return new CmtpClient(connection, random);
    } catch (IOException failed) {
      connection.close();
      throw failed;
    }
  }

  private static DomainName domainOf(String greeting) throws ClientException {
    String[] words = greeting.split(" ");
    if (greeting.startsWith("421 ")) {
      throw new ClientException("the server is busy: " + greeting);
    }
    if (words.length < 3 || !words[0].equals("220") || !words[2].equals("CMTP")) {
      throw new ClientException("this host does not speak CMTP; it said: " + greeting);
    }
    try {
      return new DomainName(words[1]);
    } catch (InvalidAddressException broken) {
      throw new ClientException("the server's greeting is broken: " + greeting);
    }
  }

  public String greeting() {
    return greeting;
  }

  /** The server's primary domain, as its greeting gives it. */
  public DomainName domain() {
    return domain;
  }

  /** Checks all replies under this key. */
  public void trust(VerifyKey pinned) {
    serverKey = pinned;
  }

  /** Asks the server for its key, checks that it signed its own key with it, and trusts it. */
  public VerifyKey fetchServerKey() throws IOException {
    connection.send(new Command.KeyRequest("", Optional.of(""), false).encode());
    Reply reply = connection.receive(Expected.KEY);
    if (!(reply instanceof Reply.Key key)) {
      throw new ClientException("the server does not tell its key");
    }
    VerifyKey claimed = validKey(key.key());
    verify(claimed, key.signature(), key.key());
    serverKey = claimed;
    return claimed;
  }

  /** OHAI, NOOP or HELP: the reply's text. */
  public String ask(Command.Simple command) throws IOException {
    connection.send(command.encode());
    return verifiedText(connection.receive(Expected.TEXT));
  }

  /** A user's key; empty if there is none. */
  public Optional<VerifyKey> keyRequest(String user, String userDomain) throws IOException {
    connection.send(new Command.KeyRequest(user, Optional.of(userDomain), false).encode());
    Reply reply = connection.receive(Expected.KEY);
    if (reply instanceof Reply.Key key) {
      verify(serverKey, key.signature(), key.key());
      return Optional.of(validKey(key.key()));
    }
    String text = verifiedText(reply);
    if (reply instanceof Reply.Text) {
      return Optional.empty();
    }
    throw new ClientException("the server can't tell the key now: " + text);
  }

  /** The user's xzibit; empty if the server refuses. */
  public Optional<Bytes> login(String user) throws IOException {
    connection.send(new Command.Login(user).encode());
    Reply reply = connection.receive(Expected.XZIBIT);
    if (reply instanceof Reply.Xzibit xzibit) {
      verify(serverKey, xzibit.signature(), xzibit.xzibit());
      return Optional.of(xzibit.xzibit());
    }
    verifiedText(reply);
    return Optional.empty();
  }

  /** Opens a secure channel (SPEC 7.4); everything after it is encrypted. */
  public void secure() throws IOException {
    EphemeralKey mine = EphemeralKey.generate(random);
    X1Frame frame = frame(new X1Command.Secure(mine.publicKey()));
    connection.send(frame.encode());
    Reply.X1 reply = receive(frame, 0);
    Bytes theirs = ok(reply);
    SecureChannel channel =
        mine.asClient(theirs)
            .orElseThrow(() -> new ClientException("the server's channel key is not safe"));
    channelId = SecureChannel.id(frame.encode(), reply.encode());
    connection.secure(channel, random);
  }

  /** AUTH and PROVE: from here on this connection is the user's session. */
  public void authenticate(String user, String device, SigningKey key) throws IOException {
    Bytes challenge = call(new X1Command.Auth(user, device));
    if (challenge.length() != Hash.BYTES) {
      throw new ClientException("a challenge of " + challenge.length() + " bytes");
    }
    Bytes input = SignedInput.prove(domain, user, device, channelId, challenge);
    call(new X1Command.Prove(key.sign(input)));
  }

  /**
   * Sends a message.
   *
   * @param progress told after each piece how many bytes have gone
   */
  public MailOutcome mail(Message message, LongConsumer progress) throws IOException {
    connection.send(Bytes.utf8("MAIL\0"));
    sendAsLongAsWanted(message.encode(), progress);
    String text = verifiedText(connection.receive(Expected.TEXT));
    return outcome(text, message.mid());
  }

  private MailOutcome outcome(String text, MessageId mid) throws IOException {
    if (text.equals("SUCCESS " + mid)) {
      return new MailOutcome.Receipt(mid, lastSignature);
    }
    if (text.equals("SUCCESS")) {
      return MailOutcome.Unproven.INSTANCE;
    }
    boolean permanent = startsWithWord(text, "DELIVERYFAILURE");
    if (!permanent && !startsWithWord(text, "FAILURE")) {
      throw new ClientException("not an answer to this message: " + text);
    }
    return new MailOutcome.Refused(permanent, text.substring(text.indexOf(' ') + 1));
  }

  /** APPEND: stores a message in one's own box and gives its uid. */
  public long append(X1Command.Append where, Message message, LongConsumer progress)
      throws IOException {
    X1Frame frame = frame(where);
    connection.send(frame.encode());
    sendAsLongAsWanted(message.encode(), progress);
    return decoded(ok(receive(frame, 0)), Payload.Uid::decode).uid();
  }

  /** Any other X1 command: the OK payload. */
  public Bytes call(X1Command command) throws IOException {
    X1Frame frame = frame(command);
    connection.send(frame.encode());
    return ok(receive(frame, 0));
  }

  /** Any other X1 command, its payload read with one of {@link Payload}'s decoders. */
  public <T> T call(X1Command command, Function<Bytes, Optional<T>> decoder) throws IOException {
    return decoded(call(command), decoder);
  }

  /**
   * WATCH: hands over what the server reports until {@code goOn} says no or the server ends it.
   *
   * @param patience longest silence; the server's heartbeat comes every 60 s
   */
  public void watch(long since, Duration patience, Predicate<Payload.Watched> goOn)
      throws IOException {
    connection.setTimeout(patience);
    X1Frame frame = frame(new X1Command.Watch(since));
    connection.send(frame.encode());
    boolean wanted = true;
    for (long number = 0; ; number++) {
      Payload.Watched report = decoded(ok(receive(frame, number)), Payload.Watched::decode);
      if (report.kind() == Payload.Watched.Kind.END) {
        return;
      }
      if (wanted && !goOn.test(report)) {
        wanted = false;
        connection.send(Bytes.of((byte) 0));
      }
    }
  }

  /** Stops early when the server has answered already: it will not read the rest. */
  private void sendAsLongAsWanted(Bytes message, LongConsumer progress) throws IOException {
    try {
      for (int at = 0; at < message.length() && !connection.hasInput(); at += SEND_BYTES) {
        int to = Math.min(message.length(), at + SEND_BYTES);
        connection.send(message.slice(at, to));
        progress.accept(to);
      }
    } catch (IOException broken) {
      if (!connection.hasInput()) {
        throw broken;
      }
    }
  }

  private X1Frame frame(X1Command command) {
    return X1Codec.encode(command, random.next(Limits.NONCE_BYTES));
  }

  private Reply.X1 receive(X1Frame frame, long number) throws IOException {
    if (!(connection.receive(Expected.X1) instanceof Reply.X1 reply)) {
      throw new ClientException("not an X1 reply");
    }
    Bytes input =
        SignedInput.reply(
            domain,
            Hash.of(frame.encode()),
            number,
            reply.status().name(),
            reply.payload().length(),
            Hash.of(reply.payload()));
    verify(serverKey, reply.signature(), input);
    return reply;
  }

  private static Bytes ok(Reply.X1 reply) throws RefusedException {
    if (reply.status() != Status.OK) {
      throw new RefusedException(reply.status(), reply.payload().utf8());
    }
    return reply.payload();
  }

  private static <T> T decoded(Bytes payload, Function<Bytes, Optional<T>> decoder)
      throws ClientException {
    return decoder
        .apply(payload)
        .orElseThrow(() -> new ClientException("the server's answer can't be read"));
  }

  private Bytes lastSignature = Bytes.EMPTY;

  private String verifiedText(Reply reply) throws ClientException {
    String text;
    if (reply instanceof Reply.General general) {
      text = general.text();
    } else if (reply instanceof Reply.Text message) {
      text = message.text();
    } else {
      throw new ClientException("not an answer to this command");
    }
    verify(serverKey, reply.signature(), Bytes.utf8(text));
    lastSignature = reply.signature();
    return text;
  }

  private static void verify(VerifyKey key, Bytes signature, Bytes input) throws ClientException {
    if (key == null) {
      throw new IllegalStateException("no server key to check replies with");
    }
    if (!key.verify(signature, input)) {
      throw new ClientException(
          "the server's signature is wrong: this is not the server whose key is known here");
    }
  }

  private static VerifyKey validKey(Bytes key) throws ClientException {
    return VerifyKey.of(key).orElseThrow(() -> new ClientException("the key is not a safe one"));
  }

  private static boolean startsWithWord(String text, String word) {
    return text.equals(word) || text.startsWith(word + " ");
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
