package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.ChannelOpener;
import cmtp.protocol.crypto.ChannelSealer;
import cmtp.protocol.crypto.EphemeralKey;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.Message;
import cmtp.protocol.wire.X1Codec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * A peer that says exactly the bytes it is told to, and compares exactly the bytes it gets. Every
 * wait is for bytes or the end of the connection, never for time.
 */
public final class Peer implements AutoCloseable {
  private static final int PATIENCE_MS = 60_000;
  private static final SecureRandomBytes RANDOM = SecureRandomBytes.system();

  private final Socket socket;
  private final Exact exact;
  private final String domain;
  private final String greeting;
  private Bytes held = Bytes.EMPTY;
  private ChannelOpener opener;
  private ChannelSealer sealer;
  private SecureChannel channel;
  private Bytes channelId = Bytes.EMPTY;

  /** The status and payload of a reply frame whose signature was right. */
  public record Answer(Status status, Bytes payload) {
    public String text() {
      return payload.utf8();
    }

    public <T> T ok(Function<Bytes, Optional<T>> decoder) {
      assertEquals(Status.OK, status, this::text);
      return decoder.apply(payload).orElseThrow(() -> new AssertionError("payload unreadable"));
    }
  }

  private Peer(TestNode node, InetSocketAddress to, String from) throws IOException {
    socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(to, PATIENCE_MS);
    exact = node.exact();
    domain = node.server().domains().get(0).value();
    greeting = line();
  }

  /** Connects and reads the greeting, whatever it says. */
  public static Peer of(TestNode node) {
    return from("127.0.0.1", node);
  }

  /** The same from another of this machine's own addresses. */
  public static Peer from(String address, TestNode node) {
    return connect(node, node.address(), address);
  }

  /** The same at the port for the cmtpd dialect. */
  public static Peer ofCmtpd(TestNode node) {
    return ofCmtpd("127.0.0.1", node);
  }

  public static Peer ofCmtpd(String from, TestNode node) {
    return connect(node, node.cmtpdAddress(), from);
  }

  private static Peer connect(TestNode node, InetSocketAddress to, String from) {
    try {
      return new Peer(node, to, from);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A peer in a secure channel with a proven user. */
  public static Peer session(TestNode node, TestNode.User user) {
    return of(node).secure().authenticate(user);
  }

  /** The first line, without its CRLF. */
  public String greeting() {
    return greeting;
  }

  public int localPort() {
    return socket.getLocalPort();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int last = socket.getInputStream().read();
    while (last >= 0 && last != '\n') {
      line.write(last);
      last = socket.getInputStream().read();
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** Sends text, a byte a character; {@code \0} is the NUL. */
  public Peer say(String text) {
    return send(Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Sends bytes, through the secure channel if there is one. */
  public Peer send(Bytes bytes) {
    return sendRaw(sealer == null ? bytes : sealer.seal(bytes));
  }

  /** Sends bytes past the channel. */
  public Peer sendRaw(Bytes bytes) {
    try {
      socket.getOutputStream().write(bytes.unsafeArray());
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Sends bytes to a server that may have hung up already; whether they could be sent. */
  public boolean trySend(Bytes bytes) {
    try {
      send(bytes);
      return true;
    } catch (UncheckedIOException gone) {
      return false;
    }
  }

  public Peer mail(Message message) {
    return say("MAIL\0").send(message.encode());
  }

  /** Ends this direction and goes on reading. */
  public Peer halfClose() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Breaks the connection off with a reset. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The next bytes, exactly so many. */
  public Bytes take(int count) {
    while (held.length() < count) {
      if (!receive()) {
        fail(
            "the connection ended after "
                + held.length()
                + " of "
                + count
                + " bytes: "
                + held.hex());
      }
    }
    Bytes taken = held.slice(0, count);
    held = held.slice(count, held.length());
    return taken;
  }

  public Peer expect(Bytes wanted) {
    Bytes got = take(wanted.length());
    if (!got.equals(wanted)) {
      assertEquals(printable(wanted), printable(got));
    }
    return this;
  }

  private static String printable(Bytes bytes) {
    return new String(bytes.unsafeArray(), StandardCharsets.ISO_8859_1)
            .replaceAll("[^\\x20-\\x7e]", ".")
        + " "
        + bytes.hex();
  }

  public Peer expectGeneral(String text) {
    return expect(exact.general(text));
  }

  public Peer expectMessage(String text) {
    return expect(exact.message(text));
  }

  public Peer expectLine(String text) {
    return expect(Bytes.utf8(text + "\r\n"));
  }

  /** A general reply's text, whichever it is; its signature is right. */
  public String takeWord() {
    Bytes text = takeToNul();
    Bytes whole = exact.general(text.utf8());
    assertEquals(whole.slice(text.length() + 1, whole.length()), take(65));
    return text.utf8();
  }

  /** A base reply's text that begins with this word and has a detail; its signature is right. */
  public String expectDetail(String word) {
    boolean message = word.equals("DELIVERYFAILURE") || word.equals("KEYNOTAVAILABLE");
    if (message) {
      assertEquals(Exact.u32(0), take(4));
    }
    String said = takeWord();
    if (!said.startsWith(word + " ")) {
      fail("no detail after " + word + ": " + said);
    }
    return said.substring(word.length() + 1);
  }

  private Bytes takeToNul() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (byte next = take(1).at(0); next != 0; next = take(1).at(0)) {
      text.write(next);
    }
    return Bytes.wrap(text.toByteArray());
  }

  /** All bytes up to the end of the connection, which must be an orderly one. */
  public Bytes takeToEnd() {
    while (receive()) {
      // more may come
    }
    Bytes all = held;
    held = Bytes.EMPTY;
    return all;
  }

  /** The server has said everything and closes; a reset would be an error. */
  public void expectEnd() {
    Bytes rest = takeToEnd();
    assertEquals("", rest.isEmpty() ? "" : printable(rest));
  }

  /** The server says nothing more and closes, orderly or not. */
  public void expectClosed() {
    try {
      expectEnd();
    } catch (UncheckedIOException reset) {
      if (!(reset.getCause() instanceof SocketException)) {
        throw reset;
      }
    }
  }

  /** Listens for so long; false as soon as something comes, the end of the connection too. */
  public boolean hearsNothingFor(int millis) {
    try {
      socket.setSoTimeout(millis);
      receive();
      return false;
    } catch (UncheckedIOException none) {
      return none.getCause() instanceof SocketTimeoutException;
    } catch (IOException closed) {
      return false;
    } finally {
      resetTimeout();
    }
  }

  private void resetTimeout() {
    try {
      socket.setSoTimeout(PATIENCE_MS);
    } catch (IOException closed) {
      held = Bytes.EMPTY;
    }
  }

  /** Reads whatever comes, until the connection is closed, orderly or not. */
  public void endAnyhow() {
    try {
      takeToEnd();
    } catch (UncheckedIOException reset) {
      if (!(reset.getCause() instanceof SocketException)) {
        throw reset;
      }
    }
  }

  /** At most the reply to SECURE, then the end: nothing else was carried out. */
  public void expectClosedAfterSecureAtMost() {
    Bytes all;
    try {
      all = takeToEnd();
    } catch (UncheckedIOException reset) {
      return;
    }
    assertEquals(false, all.length() > 4 + 3 + 8 + 32 + 64 + 24, () -> printable(all));
  }

  private boolean receive() {
    try {
      byte[] buffer = new byte[64 * 1024];
      int count = socket.getInputStream().read(buffer);
      if (count > 0) {
        take(Bytes.of(buffer, 0, count));
      }
      return count >= 0;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void take(Bytes input) {
    Bytes more = input;
    if (opener != null) {
      ChannelOpener.Result result = opener.feed(input);
      if (result instanceof ChannelOpener.Plaintext plaintext) {
        more = plaintext.content();
      } else if (result instanceof ChannelOpener.Ended ended) {
        more = ended.content();
      } else {
        fail("the server broke the channel: " + result);
      }
    }
    held = Bytes.concat(held, more);
  }

  /** SPEC 7.4. */
  public Peer secure() {
    EphemeralKey mine = EphemeralKey.generate(RANDOM);
    X1Frame frame = frame(new X1Command.Secure(mine.publicKey()));
    send(frame.encode());
    Answer answer = answer(frame);
    assertEquals(Status.OK, answer.status(), answer::text);
    channel = mine.asClient(answer.payload()).orElseThrow();
    channelId =
        SecureChannel.id(frame.encode(), exact.x1(frame.encode(), 0, "OK", answer.payload()));
    Bytes early = held;
    held = Bytes.EMPTY;
    opener = channel.opener();
    take(early);
    ChannelSealer fresh = channel.sealer(RANDOM);
    sendRaw(fresh.header());
    sealer = fresh;
    return this;
  }

  /** What makes this peer's chunks. */
  public ChannelSealer sealer() {
    return sealer;
  }

  public Bytes channelId() {
    return channelId;
  }

  /** The channel's last chunk, and nothing after it. */
  public Peer endChannel() {
    return sendRaw(sealer.sealFinal(new byte[0], 0, 0));
  }

  /** Whether the server has said that nothing follows. */
  public boolean channelEnded() {
    return opener.ended();
  }

  public Peer authenticate(TestNode.User user) {
    Answer proven = prove(user.address().toString(), user.key());
    assertEquals(Status.OK, proven.status(), proven::text);
    return this;
  }

  /** AUTH and PROVE; PROVE's answer. */
  public Answer prove(String user, SigningKey key) {
    Answer challenge = ask(new X1Command.Auth(user, "test"));
    assertEquals(Status.OK, challenge.status(), challenge::text);
    return ask(new X1Command.Prove(proof(user, "test", challenge.payload(), key)));
  }

  public Bytes proof(String user, String device, Bytes challenge, SigningKey key) {
    return key.sign(
        SignedInput.prove(
            new cmtp.protocol.address.DomainName(domain), user, device, channelId, challenge));
  }

  public X1Frame frame(X1Command command) {
    return X1Codec.encode(command, RANDOM.next(Limits.NONCE_BYTES));
  }

  public X1Frame frame(String word, Bytes parameters) {
    return new X1Frame(word, RANDOM.next(Limits.NONCE_BYTES), parameters);
  }

  public Answer ask(X1Command command) {
    return ask(frame(command));
  }

  public Answer ask(X1Frame frame) {
    send(frame.encode());
    return answer(frame);
  }

  public Status status(X1Command command) {
    return ask(command).status();
  }

  public <T> T ok(X1Command command, Function<Bytes, Optional<T>> decoder) {
    return ask(command).ok(decoder);
  }

  public Answer append(X1Command.Append command, Message message) {
    X1Frame frame = frame(command);
    send(Bytes.concat(frame.encode(), message.encode()));
    return answer(frame);
  }

  public Answer answer(X1Frame frame) {
    return answer(frame, 0);
  }

  /** Reads a reply frame and compares all of it with what the server's key makes. */
  public Answer answer(X1Frame frame, long number) {
    assertEquals(Exact.u32(1), take(4));
    String status = takeToNul().utf8();
    Bytes length = take(8);
    long payloadLength = ByteBuffer.wrap(length.toArray()).getLong();
    Bytes payload = take((int) payloadLength);
    Bytes wanted = exact.x1(frame.encode(), number, status, payload);
    assertEquals(wanted.slice(wanted.length() - 64, wanted.length()), take(64), "signature");
    return new Answer(Status.valueOf(status), payload);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
