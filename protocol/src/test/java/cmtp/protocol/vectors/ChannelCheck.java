package cmtp.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.crypto.ChannelOpener;
import cmtp.protocol.crypto.ChannelSealer;
import cmtp.protocol.crypto.EphemeralKey;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.crypto.SignedInput;
import cmtp.protocol.crypto.VerifyKey;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Agrees on keys, opens a stream whole and in pieces, and seals it again. */
final class ChannelCheck {
  private ChannelCheck() {}

  static String exchange(Vector vector) {
    EphemeralKey server = key(vector, "server-seed");
    if (vector.find("client-seed").isEmpty()) {
      assertTrue(server.asClient(vector.input()).isEmpty());
      return server.asServer(vector.input()).isEmpty() ? "refused:key" : Vector.OK;
    }
    EphemeralKey client = key(vector, "client-seed");
    assertEquals(vector.bytes("client-public"), client.publicKey());
    assertEquals(vector.bytes("server-public"), server.publicKey());
    Bytes command = vector.bytes("command-frame");
    assertEquals(vector.bytes("channel-id"), SecureChannel.id(command, vector.input()));
    Bytes signed =
        SignedInput.reply(
            new DomainName(vector.get("domain")),
            Hash.of(command),
            0,
            "OK",
            server.publicKey().length(),
            Hash.of(server.publicKey()));
    assertEquals(vector.bytes("signed"), signed);
    Bytes signature = vector.input().slice(vector.input().length() - 64, vector.input().length());
    VerifyKey pinned = VerifyKey.of(vector.bytes("server-key")).orElseThrow();
    return pinned.verify(signature, signed) ? Vector.OK : "refused:signature";
  }

  static String stream(Vector vector) {
    String outcome = open(vector, Integer.MAX_VALUE);
    assertEquals(outcome, open(vector, 1), "byte by byte");
    assertEquals(outcome, open(vector, 11), "in pieces of 11");
    if (outcome.equals(Vector.OK)) {
      assertEquals(vector.input(), sealed(vector));
    }
    return outcome;
  }

  private static String open(Vector vector, int piece) {
    EphemeralKey client = key(vector, "client-seed");
    EphemeralKey server = key(vector, "server-seed");
    ChannelOpener opener =
        (vector.get("sender").equals("client")
                ? server.asServer(client.publicKey())
                : client.asClient(server.publicKey()))
            .orElseThrow()
            .opener();
    ByteArrayOutputStream opened = new ByteArrayOutputStream();
    Bytes input = vector.input();
    for (int at = 0; at < input.length(); ) {
      int to = (int) Math.min(input.length(), (long) at + piece);
      ChannelOpener.Result result = opener.feed(input.slice(at, to));
      at = to;
      if (result instanceof ChannelOpener.Malformed) {
        return "malformed:chunk";
      } else if (result instanceof ChannelOpener.Plaintext plaintext) {
        opened.writeBytes(plaintext.content().unsafeArray());
      } else if (result instanceof ChannelOpener.Ended ended) {
        opened.writeBytes(ended.content().unsafeArray());
      }
    }
    if (!opener.ended()) {
      return "refused:truncated";
    }
    Bytes expected = Bytes.hex(String.join("", vector.all("chunk")));
    assertEquals(expected, Bytes.wrap(opened.toByteArray()));
    return Vector.OK;
  }

  private static Bytes sealed(Vector vector) {
    EphemeralKey client = key(vector, "client-seed");
    EphemeralKey server = key(vector, "server-seed");
    ChannelSealer sealer =
        (vector.get("sender").equals("client")
                ? client.asClient(server.publicKey())
                : server.asServer(client.publicKey()))
            .orElseThrow()
            .sealer(count -> vector.bytes("header"));
    List<Bytes> chunks = vector.all("chunk").stream().map(Bytes::hex).toList();
    Bytes stream = sealer.header();
    for (int i = 0; i < chunks.size() - 1; i++) {
      stream = Bytes.concat(stream, sealer.seal(chunks.get(i)));
    }
    Bytes last = chunks.get(chunks.size() - 1);
    return Bytes.concat(stream, sealer.sealFinal(last.unsafeArray(), 0, last.length()));
  }

  private static EphemeralKey key(Vector vector, String seed) {
    return EphemeralKey.generate(count -> vector.bytes(seed));
  }
}
