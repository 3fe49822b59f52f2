package cmtp.node;

import cmtp.protocol.Bytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The server program of 2017, as far as its habits are known (SPEC 8): it answers no MAIL, swallows
 * 64 bytes after each, reads one byte of each attachment, and says nothing to what it does not
 * know.
 */
public final class CmtpdServer implements AutoCloseable {
  /** What it says of a key that it has not got. */
  public enum Missing {
    ZERO_KEY,
    GARBLED,
    HALF_A_REPLY
  }

  private final String domain;
  private final Map<String, VerifyKey> users;
  private final Missing missing;
  private final List<Message> stored = new CopyOnWriteArrayList<>();
  private final ScriptedPeer peer;

  private CmtpdServer(
      String domain, SigningKey key, Map<String, VerifyKey> users, Missing missing) {
    this.domain = domain;
    this.users = users;
    this.missing = missing;
    this.peer = ScriptedPeer.of(domain, key, this::serve);
  }

  public static CmtpdServer start(
      String domain, SigningKey key, Map<String, VerifyKey> users, Missing missing) {
    return new CmtpdServer(domain, key, users, missing);
  }

  public InetSocketAddress address() {
    return peer.address();
  }

  /** What it would show to the readers of its mailboxes. */
  public List<Message> stored() {
    return List.copyOf(stored);
  }

  /** Everything that the n-th connection, from 0, has heard. */
  public Bytes heard(int connection) {
    return peer.heard(connection);
  }

  private void serve(ScriptedTalk talk) throws IOException {
    talk.say("Welcome to CMTP version < 1\n\0");
    try {
      while (command(talk, talk.word())) {
        // the next one
      }
    } catch (EOFException gone) {
      // so does every connection end
    }
  }

  private boolean command(ScriptedTalk talk, String word) throws IOException {
    switch (word) {
      case "OHAI" -> talk.say("HAI!!! :3\n\0");
      case "NOOP" -> talk.say("O_O\n\0");
      case "HELP" -> talk.say("Commands: OHAI, MAIL, HELP, NOOP, KEYREQUEST, OBAI\n\0");
      case "KEYREQUEST" -> keyRequest(talk);
      case "MAIL" -> {
        return mail(talk);
      }
      case "OBAI" -> {
        talk.say("Good bye\n\0");
        return false;
      }
      default -> {} // silence
    }
    return true;
  }

  private void keyRequest(ScriptedTalk talk) throws IOException {
    String user = talk.word();
    if (user.isEmpty()) {
      talk.say(talk.exact().key(talk.exact().serverKey()));
      return;
    }
    VerifyKey key = talk.word().equals(domain) ? users.get(user) : null;
    if (key != null) {
      talk.say(talk.exact().key(key));
    } else {
      switch (missing) {
        case ZERO_KEY -> talk.say(talk.exact().key(Bytes.wrap(new byte[32])));
        case GARBLED -> talk.say(Bytes.hex("ffffffff00000000"));
        case HALF_A_REPLY -> talk.say(Bytes.hex("00000001"));
      }
    }
  }

  private boolean mail(ScriptedTalk talk) throws IOException {
    MessageHeader header = talk.header();
    Message message = talk.logAndBody(header);
    talk.take(header.attachmentCount() + 64);
    if (!message.header().destinationDomain().equals(domain)) {
      return false; // a crash
    }
    if (users.containsKey(message.header().destinationAccount())) {
      stored.add(message);
    }
    return true;
  }

  @Override
  public void close() {
    peer.close();
  }
}
