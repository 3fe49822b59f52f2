package cmtp.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.ChannelOpener;
import cmtp.protocol.crypto.ChannelSealer;
import cmtp.protocol.crypto.EphemeralKey;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.protocol.wire.X1Codec;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One connection of a {@link ScriptedPeer}: says exactly these bytes, expects exactly those. */
public final class ScriptedTalk implements Closeable {
  private static final int PATIENCE_MS = 30_000;
  private static final SecureRandomBytes RANDOM = SecureRandomBytes.system();

  private final CountDownLatch released;
  private final Socket socket;
  private final String domain;
  private final SigningKey key;
  private final Exact exact;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private Bytes held = Bytes.EMPTY;
  private ChannelOpener opener;
  private ChannelSealer sealer;

  ScriptedTalk(Socket socket, String domain, SigningKey key, CountDownLatch released)
      throws IOException {
    this.released = released;
    this.socket = socket;
    this.domain = domain;
    this.key = key;
    this.exact = new Exact(key, domain);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
  }

  /** What the server says with its own key. */
  public Exact exact() {
    return exact;
  }

  Bytes heard() {
    synchronized (heard) {
      return Bytes.wrap(heard.toByteArray());
    }
  }

  public ScriptedTalk say(String text) throws IOException {
    return say(Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  public ScriptedTalk say(Bytes bytes) throws IOException {
    return sayRaw(sealer == null ? bytes : sealer.seal(bytes));
  }

  public ScriptedTalk sayRaw(Bytes bytes) throws IOException {
    socket.getOutputStream().write(bytes.unsafeArray());
    return this;
  }

  public ScriptedTalk greet() throws IOException {
    return say("220 " + domain + " CMTP test/1\r\n");
  }

  public ScriptedTalk expect(String text) throws IOException {
    Bytes wanted = Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(text, new String(take(wanted.length()).toArray(), StandardCharsets.ISO_8859_1));
    return this;
  }

  public Bytes take(int count) throws IOException {
    while (held.length() < count) {
      receive();
    }
    Bytes taken = held.slice(0, count);
    held = held.slice(count, held.length());
    return taken;
  }

  private void receive() throws IOException {
    byte[] buffer = new byte[64 * 1024];
    int count = socket.getInputStream().read(buffer);
    if (count < 0) {
      throw new EOFException("the client closed");
    }
    synchronized (heard) {
      heard.write(buffer, 0, count);
    }
    input(Bytes.of(buffer, 0, count));
  }

  private void input(Bytes bytes) {
    Bytes more = bytes;
    if (opener != null) {
      ChannelOpener.Result result = opener.feed(bytes);
      if (result instanceof ChannelOpener.Plaintext plaintext) {
        more = plaintext.content();
      } else if (result instanceof ChannelOpener.Ended ended) {
        more = ended.content();
      } else {
        throw new AssertionError("the client broke the channel: " + result);
      }
    }
    held = Bytes.concat(held, more);
  }

  /** Up to the next NUL, without it. */
  public String word() throws IOException {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    for (byte next = take(1).at(0); next != 0; next = take(1).at(0)) {
      word.write(next);
    }
    return word.toString(StandardCharsets.UTF_8);
  }

  /** Greets, and answers OHAI and the question for the server's key. */
  public ScriptedTalk introduce(String capabilities) throws IOException {
    greet().expect("OHAI\0").say(exact.general("OHAI CMTP/1 " + domain + capabilities));
    return expect("KEYREQUEST\0\0").say(exact.key(key.publicKey()));
  }

  /** All up to the secure channel. */
  public ScriptedTalk welcome() throws IOException {
    return introduce(" X1").secure(command("SECURE"));
  }

  /** The next X1 frame, which has this word. */
  public X1Frame command(String wanted) throws IOException {
    assertEquals(wanted, word());
    int length = ByteBuffer.wrap(take(4).toArray()).getInt();
    Bytes nonce = take(16);
    return new X1Frame(wanted, nonce, take(length - 16));
  }

  public ScriptedTalk secure(X1Frame frame) throws IOException {
    X1Command.Secure command = (X1Command.Secure) X1Codec.decode(frame).orElseThrow();
    EphemeralKey mine = EphemeralKey.generate(RANDOM);
    SecureChannel channel = mine.asServer(command.ephemeralKey()).orElseThrow();
    say(exact.x1(frame.encode(), 0, "OK", mine.publicKey()));
    ChannelSealer fresh = channel.sealer(RANDOM);
    sayRaw(fresh.header());
    sealer = fresh;
    opener = channel.opener();
    Bytes early = held;
    held = Bytes.EMPTY;
    input(early);
    return this;
  }

  public ScriptedTalk answer(X1Frame frame, String status, Bytes payload) throws IOException {
    return say(exact.x1(frame.encode(), 0, status, payload));
  }

  /** A MAIL, whole. */
  public Message mail() throws IOException {
    MessageHeader header = mailHeader();
    Message parts = logAndBody(header);
    List<Bytes> attachments = new ArrayList<>();
    for (int i = 0; i < header.attachmentCount(); i++) {
      attachments.add(take((int) ByteBuffer.wrap(take(8).toArray()).getLong()));
    }
    return new Message(header, parts.log(), parts.body(), attachments);
  }

  /** MAIL and its message's header. */
  public MessageHeader mailHeader() throws IOException {
    expect("MAIL\0");
    return header();
  }

  MessageHeader header() throws IOException {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    Bytes fixed = take(MessageHeader.FIXED_BYTES);
    for (int name = 0; name < 4; name++) {
      names.writeBytes(Bytes.utf8(word() + "\0").toArray());
    }
    return MessageHeader.read(
        new FieldReader(Bytes.concat(fixed, Bytes.wrap(names.toByteArray()))));
  }

  /** Attachments are left where they are. */
  Message logAndBody(MessageHeader header) throws IOException {
    MessageLog log = new MessageLog(take((int) header.logLength()));
    Bytes body = take((int) header.bodyLength());
    MessageHeader without =
        new MessageHeader(
            header.version(),
            0,
            header.logLength(),
            header.bodyLength(),
            header.destinationAccount(),
            header.destinationDomain(),
            header.sourceAccount(),
            header.sourceDomain());
    return new Message(without, log, body, List.of());
  }

  /** Takes a message and gives the receipt for it. */
  public ScriptedTalk takeMail() throws IOException {
    return say(exact.general("SUCCESS " + mail().mid()));
  }

  /** Takes all the mail there is, until the client says goodbye. */
  public void serve() throws IOException {
    for (String word = word(); word.equals("MAIL"); word = word()) {
      held = Bytes.concat(Bytes.utf8("MAIL\0"), held);
      takeMail();
    }
    expectEnd();
  }

  /** Says nothing more and reads until the client closes. */
  public void hang() throws IOException {
    try {
      while (true) {
        receive();
      }
    } catch (EOFException | SocketException closed) {
      held = Bytes.EMPTY;
    }
  }

  /** The client says nothing more and closes in order. */
  public void expectEnd() throws IOException {
    int before = held.length();
    try {
      while (true) {
        receive();
      }
    } catch (EOFException closed) {
      assertEquals(0, before, "bytes left over");
      assertTrue(opener == null || opener.ended(), "the channel was cut off");
    }
  }

  /** A byte after the other, a while between them, until the client has enough. */
  public void drip(Bytes bytes, int everyMs) throws IOException {
    socket.setSoTimeout(everyMs);
    try {
      for (int i = 0; i < bytes.length(); i++) {
        sayRaw(bytes.slice(i, i + 1));
        awaitEnd();
      }
    } catch (EOFException | SocketException closed) {
      held = Bytes.EMPTY;
    }
  }

  private void awaitEnd() throws IOException {
    try {
      receive();
    } catch (SocketTimeoutException aWhile) {
      // the client still waits
    }
  }

  /** The same bytes again and again, until the client has enough. */
  public void flood(Bytes bytes) throws IOException {
    try {
      while (true) {
        sayRaw(bytes);
      }
    } catch (SocketException closed) {
      held = Bytes.EMPTY;
    }
  }

  /** Reads nothing and says nothing until the test lets it go. */
  public void readNothing() {
    try {
      if (!released.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nobody let this script go");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  public ScriptedTalk halfClose() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** The key of the server that this peer plays. */
  public SigningKey key() {
    return key;
  }
}
