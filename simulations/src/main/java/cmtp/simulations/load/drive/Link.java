package cmtp.simulations.load.drive;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.client.ClientException;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.ChannelOpener;
import cmtp.protocol.crypto.ChannelSealer;
import cmtp.protocol.crypto.EphemeralKey;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.wire.ReplyDecoder;
import cmtp.protocol.wire.ReplyDecoder.Expected;
import cmtp.protocol.wire.ReplyDecoder.Result;
import cmtp.protocol.wire.X1Codec;
import cmtp.simulations.load.plan.LoadPlan.Language;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.load.target.TestMailbox;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * One socket to the node, in clear or inside a secure channel. It is opened by blocking steps, each
 * within a time; from then on nothing blocks. {@link cmtp.protocol.client.CmtpClient} needs a
 * thread for each connection, this doesn't.
 */
final class Link implements Closeable {
  private static final int READ_BYTES = 16 * 1024;

  private static final String DEVICE = "load";

  private final NodeUnderLoad node;
  private final SecureRandomBytes random;
  private final SocketChannel socket;
  private final ReplyDecoder replies = new ReplyDecoder();
  private ChannelSealer sealer;
  private ChannelOpener opener;
  private Bytes channelId = Bytes.EMPTY;
  private Optional<Session> session = Optional.empty();

  /** Whose session a connection has. */
  record User(int mailbox, TestMailbox is) {}

  /**
   * How to connect.
   *
   * @param source address to connect from; empty: what the system takes
   * @param user where the language is a session
   * @param patience longest wait for each step
   */
  record Way(Language language, String source, Optional<User> user, Duration patience) {}

  private Link(NodeUnderLoad node, SecureRandomBytes random, SocketChannel socket) {
    this.node = node;
    this.random = random;
    this.socket = socket;
  }

  /** Connects, reads the greeting, and changes to the given language. */
  static Link open(NodeUnderLoad node, Way way, SecureRandomBytes random) throws IOException {
    Link link = new Link(node, random, SocketChannel.open());
    try {
      link.connect(way);
      link.greeting();
      switch (way.language()) {
        case BARE -> {}
        case RECEIPTS -> link.receipts();
        case SECURE -> link.secure();
        case SESSION -> {
          link.secure();
          link.logIn(way.user().orElseThrow());
        }
      }
      link.socket.configureBlocking(false);
      return link;
    } catch (IOException failed) {
      link.close();
      throw failed;
    }
  }

  private void connect(Way way) throws IOException {
    int millis = Math.toIntExact(way.patience().toMillis());
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.socket().setSoTimeout(millis);
    if (!way.source().isEmpty()) {
      socket.bind(new InetSocketAddress(way.source(), 0));
    }
    socket.socket().connect(node.address(), millis);
  }

  private void greeting() throws IOException {
    Result result = replies.greeting();
    while (result == Result.NeedMore.INSTANCE) {
      readBlocking();
      result = replies.greeting();
    }
    if (!(result instanceof Result.Greeting greeting) || !greeting.line().startsWith("220 ")) {
      throw new ClientException(
          result instanceof Result.Greeting refusal ? refusal.line() : "no greeting");
    }
  }

  /** Any X1 command makes the node answer with details (SPEC 3.5); this one asks for little. */
  private void receipts() throws IOException {
    String domain = node.domain().value();
    ask(frame(new X1Command.GetRecord(KeyRecord.TYPE, "postmaster", domain)));
  }

  private void secure() throws IOException {
    EphemeralKey mine = EphemeralKey.generate(random);
    X1Frame frame = frame(new X1Command.Secure(mine.publicKey()));
    Reply.X1 reply = ask(frame);
    SecureChannel channel =
        mine.asClient(ok(reply, "a secure channel"))
            .orElseThrow(() -> new ClientException("the node's channel key is not safe"));
    channelId = SecureChannel.id(frame.encode(), reply.encode());
    opener = channel.opener();
    decrypt(replies.takeHeld());
    sealer = channel.sealer(random);
    writeRaw(sealer.header());
  }

  private void logIn(User user) throws IOException {
    String name = user.is().address().toString();
    Bytes challenge = ok(ask(frame(new X1Command.Auth(name, DEVICE))), "AUTH");
    Bytes input = SignedInput.prove(node.domain(), name, DEVICE, channelId, challenge);
    Bytes proof = user.is().owner().orElseThrow().sign(input);
    ok(ask(frame(new X1Command.Prove(proof))), "a session for " + name);
    Bytes boxes = ok(ask(frame(X1Command.Boxes.INSTANCE)), "BOXES");
    session = Payload.BoxTable.decode(boxes).map(table -> Session.of(user.mailbox(), table));
    if (session.isEmpty()) {
      throw new ClientException("an answer to BOXES that can't be read");
    }
  }

  /** WATCH, whose replies come from now on; its frame, which they are signed over. */
  Bytes watch(long since) throws IOException {
    Bytes frame = frame(new X1Command.Watch(since)).encode();
    write(framed(ByteBuffer.wrap(frame.unsafeArray()), ByteBuffer.allocate(0)));
    return frame;
  }

  private X1Frame frame(X1Command command) {
    return X1Codec.encode(command, random.next(Limits.NONCE_BYTES));
  }

  private static Bytes ok(Reply.X1 reply, String what) throws ClientException {
    if (reply.status() != Status.OK) {
      throw new ClientException(
          "the node refuses " + what + ": " + reply.status() + " " + reply.payload().utf8());
    }
    return reply.payload();
  }

  private Reply.X1 ask(X1Frame frame) throws IOException {
    Bytes bytes = frame.encode();
    writeRaw(sealer == null ? bytes : sealer.seal(bytes));
    Result result = replies.next(Expected.X1);
    while (result == Result.NeedMore.INSTANCE) {
      readBlocking();
      result = replies.next(Expected.X1);
    }
    if (!(result instanceof Result.Answer answer) || !(answer.reply() instanceof Reply.X1 reply)) {
      throw new ClientException("not an X1 reply");
    }
    Bytes signed =
        SignedInput.reply(
            node.domain(),
            Hash.of(bytes),
            0,
            reply.status().name(),
            reply.payload().length(),
            Hash.of(reply.payload()));
    if (!node.serverKey().verify(reply.signature(), signed)) {
      throw new ClientException("an X1 reply whose signature is wrong");
    }
    return reply;
  }

  /** By the stream, because only there a time limit holds. */
  private void readBlocking() throws IOException {
    byte[] bytes = new byte[READ_BYTES];
    int count = socket.socket().getInputStream().read(bytes);
    if (count < 0) {
      throw new ClientException("the node closed the connection");
    }
    if (opener == null) {
      replies.feed(ByteBuffer.wrap(bytes, 0, count));
    } else {
      decrypt(Bytes.of(bytes, 0, count));
    }
  }

  private void writeRaw(Bytes bytes) throws IOException {
    socket.socket().getOutputStream().write(bytes.unsafeArray());
  }

  /** What its user knew of their mailbox at the beginning; empty without a session. */
  Optional<Session> session() {
    return session;
  }

  SelectionKey register(Selector selector, Served owner) throws IOException {
    return socket.register(selector, SelectionKey.OP_READ, owner);
  }

  SelectionKey key(Selector selector) {
    return socket.keyFor(selector);
  }

  /** What has to be written for these bytes: themselves, or what they are sealed to. */
  ByteBuffer[] framed(ByteBuffer head, ByteBuffer body) {
    if (sealer == null) {
      return new ByteBuffer[] {head, body};
    }
    byte[] whole = new byte[head.remaining() + body.remaining()];
    int headBytes = head.remaining();
    head.get(whole, 0, headBytes);
    body.get(whole, headBytes, body.remaining());
    return new ByteBuffer[] {ByteBuffer.wrap(sealer.seal(whole, 0, whole.length).unsafeArray())};
  }

  /** Writes as much as the socket takes. */
  void write(ByteBuffer[] bytes) throws IOException {
    socket.write(bytes);
  }

  /**
   * Reads what is there.
   *
   * @param buffer of this thread, for nothing else
   * @throws IOException at the end of the stream too
   */
  void read(ByteBuffer buffer) throws IOException {
    buffer.clear();
    if (socket.read(buffer) < 0) {
      throw new ClientException("the node closed the connection");
    }
    buffer.flip();
    if (opener == null) {
      replies.feed(buffer);
    } else {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      decrypt(Bytes.wrap(bytes));
    }
  }

  private void decrypt(Bytes bytes) throws ClientException {
    ChannelOpener.Result result = opener.feed(bytes);
    if (result instanceof ChannelOpener.Plaintext plaintext) {
      replies.feed(plaintext.content().asByteBuffer());
    } else if (result instanceof ChannelOpener.Ended ended) {
      replies.feed(ended.content().asByteBuffer());
    } else {
      throw new ClientException("the secure channel is broken");
    }
  }

  /** The next reply, which answers this kind of question. */
  Result nextReply(Expected expected) {
    return replies.next(expected);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
