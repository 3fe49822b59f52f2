package cmtp.simulations.load;

import cmtp.protocol.Bytes;
import cmtp.protocol.Limits;
import cmtp.protocol.client.ClientException;
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
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One socket to the node, in clear or inside a secure channel. It is opened by blocking steps, each
 * within a time; from then on nothing blocks. {@link cmtp.protocol.client.CmtpClient} needs a
 * thread for each connection, this doesn't.
 */
final class Link implements Closeable {
  private static final int READ_BYTES = 16 * 1024;

  private final SocketChannel socket;
  private final ReplyDecoder replies = new ReplyDecoder();
  private ChannelSealer sealer;
  private ChannelOpener opener;

  private Link(SocketChannel socket) {
    this.socket = socket;
  }

  /**
   * Connects, reads the greeting, and changes to the given language.
   *
   * @param patience longest wait for each step
   */
  static Link open(
      NodeUnderLoad node, LoadPlan.Language language, Duration patience, SecureRandomBytes random)
      throws IOException {
    Link link = new Link(SocketChannel.open());
    try {
      int millis = Math.toIntExact(patience.toMillis());
      link.socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      link.socket.socket().setSoTimeout(millis);
      link.socket.socket().connect(node.address(), millis);
      link.greeting();
      switch (language) {
        case BARE -> {}
        case RECEIPTS -> link.receipts(node, random);
        case SECURE -> link.secure(node, random);
      }
      link.socket.configureBlocking(false);
      return link;
    } catch (IOException failed) {
      link.close();
      throw failed;
    }
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
  private void receipts(NodeUnderLoad node, SecureRandomBytes random) throws IOException {
    String domain = node.domain().value();
    ask(new X1Command.GetRecord(KeyRecord.TYPE, "postmaster", domain), node, random);
  }

  private void secure(NodeUnderLoad node, SecureRandomBytes random) throws IOException {
    EphemeralKey mine = EphemeralKey.generate(random);
    Reply.X1 reply = ask(new X1Command.Secure(mine.publicKey()), node, random);
    if (reply.status() != Status.OK) {
      throw new ClientException("the node refuses a secure channel: " + reply.status());
    }
    SecureChannel channel =
        mine.asClient(reply.payload())
            .orElseThrow(() -> new ClientException("the node's channel key is not safe"));
    opener = channel.opener();
    decrypt(replies.takeHeld());
    sealer = channel.sealer(random);
    writeBlocking(sealer.header());
  }

  private Reply.X1 ask(X1Command command, NodeUnderLoad node, SecureRandomBytes random)
      throws IOException {
    X1Frame frame = X1Codec.encode(command, random.next(Limits.NONCE_BYTES));
    writeBlocking(frame.encode());
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
            Hash.of(frame.encode()),
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
    replies.feed(ByteBuffer.wrap(bytes, 0, count));
  }

  private void writeBlocking(Bytes bytes) throws IOException {
    socket.socket().getOutputStream().write(bytes.unsafeArray());
  }

  SelectionKey register(Selector selector, LoadConnection owner) throws IOException {
    return socket.register(selector, SelectionKey.OP_READ, owner);
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

  /** The next reply to MAIL. */
  Result nextReply() {
    return replies.next(Expected.TEXT);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
