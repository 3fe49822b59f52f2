package cmtp.protocol.client;

import cmtp.protocol.Bytes;
import cmtp.protocol.command.Reply;
import cmtp.protocol.crypto.ChannelOpener;
import cmtp.protocol.crypto.ChannelSealer;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.wire.ReplyDecoder;
import cmtp.protocol.wire.ReplyDecoder.Expected;
import cmtp.protocol.wire.ReplyDecoder.Result;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One socket, in clear or inside a secure channel: bytes out, replies in. */
final class Connection implements Closeable {
  private static final int READ_BYTES = 64 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final ReplyDecoder decoder = new ReplyDecoder();
  private final byte[] buffer = new byte[READ_BYTES];
  private ChannelSealer sealer;
  private ChannelOpener opener;

  Connection(InetSocketAddress server, Duration timeout) throws IOException {
    socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
      socket.connect(server, Math.toIntExact(timeout.toMillis()));
      in = socket.getInputStream();
      out = socket.getOutputStream();
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  void send(Bytes bytes) throws IOException {
    out.write((sealer == null ? bytes : sealer.seal(bytes)).unsafeArray());
  }

  String greeting() throws IOException {
    while (true) {
      Result result = decoder.greeting();
      if (result instanceof Result.Greeting greeting) {
        return greeting.line();
      }
      if (result instanceof Result.Malformed malformed) {
        throw new ClientException("this is no CMTP server: " + malformed.reason());
      }
      receive();
    }
  }

  Reply receive(Expected expected) throws IOException {
    while (true) {
      Result result = decoder.next(expected);
      if (result instanceof Result.Answer answer) {
        return answer.reply();
      }
      if (result instanceof Result.Malformed malformed) {
        throw new ClientException("the server's reply is broken: " + malformed.reason());
      }
      receive();
    }
  }

  /** Whether the server has said something that was not read yet. */
  boolean hasInput() throws IOException {
    return decoder.heldBytes() > 0 || in.available() > 0;
  }

  /** Waits at most this long for the next byte of a reply. */
  void setTimeout(Duration timeout) throws IOException {
    socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
  }

  /** From here on both directions are encrypted; what the server sent already is too. */
  void secure(SecureChannel channel, SecureRandomBytes random) throws IOException {
    opener = channel.opener();
    decrypt(decoder.takeHeld());
    ChannelSealer fresh = channel.sealer(random);
    out.write(fresh.header().unsafeArray());
    sealer = fresh;
  }

  private void receive() throws IOException {
    int count = in.read(buffer);
    if (count < 0) {
      throw new ClientException("the server closed the connection");
    }
    if (opener == null) {
      decoder.feed(ByteBuffer.wrap(buffer, 0, count));
    } else {
      decrypt(Bytes.of(buffer, 0, count));
    }
  }

  private void decrypt(Bytes bytes) throws ClientException {
    ChannelOpener.Result result = opener.feed(bytes);
    if (result instanceof ChannelOpener.Plaintext plaintext) {
      decoder.feed(plaintext.content().asByteBuffer());
    } else if (result instanceof ChannelOpener.Ended ended) {
      decoder.feed(ended.content().asByteBuffer());
    } else if (result instanceof ChannelOpener.Malformed malformed) {
      throw new ClientException("the secure channel is broken: " + malformed.reason());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
