package cmtp.node.cli.session;

import cmtp.node.cli.home.AccountHome;
import cmtp.node.cli.home.Pin;
import cmtp.node.cli.mail.PinDecision;
import cmtp.node.cli.mail.SenderKey;
import cmtp.protocol.address.Address;
import cmtp.protocol.client.CmtpClient;
import cmtp.protocol.client.RefusedException;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.KeyRecord;
import cmtp.protocol.record.PublishedKey;
import cmtp.protocol.record.RecordChain;
import java.io.IOException;
import java.util.Optional;

/** Other people's keys: asked from the home server, compared with the pins (SPEC 7.20). */
public final class Correspondents {
  private final AccountHome home;
  private final long nowMillis;

  /**
   * @param nowMillis Unix milliseconds
   */
  public Correspondents(AccountHome home, long nowMillis) {
    this.home = home;
    this.nowMillis = nowMillis;
  }

  /** What the server says now, judged by the pin; changes nothing. */
  public PinDecision look(CmtpClient client, Address address) throws IOException {
    X1Command question =
        new X1Command.GetRecord(
            KeyRecord.TYPE, address.account().value(), address.domain().value());
    Optional<RecordChain<KeyRecord>> chain;
    try {
      chain = RecordChain.ofKeys(client.call(question, Payload.Records::decode).newestFirst());
    } catch (RefusedException refused) {
      if (refused.status() == Status.NOTFOUND || refused.status() == Status.DENIED) {
        return new PinDecision.Missing(Failures.reason(refused));
      }
      throw refused;
    }
    Optional<VerifyKey> pinned = home.pin(address).map(Pin::key);
    return chain
        .map(keys -> PinDecision.of(address, pinned, keys, nowMillis))
        .orElseGet(() -> new PinDecision.Unusable("the server's key record is broken"));
  }

  /** Pins a first key, or the one that followed from it. */
  public void remember(Address address, PinDecision decision) throws IOException {
    if (decision instanceof PinDecision.FirstSeen first) {
      home.save(new Pin(address, first.chain().newest().key(), nowMillis));
    } else if (decision instanceof PinDecision.Followed followed) {
      long since = home.pin(address).map(Pin::sinceMillis).orElse(nowMillis);
      home.save(new Pin(address, followed.chain().newest().key(), since));
    }
  }

  /** The user has agreed to this key. */
  public void trust(Address address, VerifyKey key) throws IOException {
    home.save(new Pin(address, key, nowMillis));
  }

  /** The same, for judging a message that somebody sent us. */
  public static SenderKey senderKey(PinDecision decision) {
    if (decision instanceof PinDecision.FirstSeen first) {
      return known(first.chain());
    }
    if (decision instanceof PinDecision.Same same) {
      return known(same.chain());
    }
    if (decision instanceof PinDecision.Followed followed) {
      return known(followed.chain());
    }
    if (decision instanceof PinDecision.Changed changed) {
      return new SenderKey.Changed(changed.pinned(), changed.chain().newest().key());
    }
    return new SenderKey.Unknown(
        decision instanceof PinDecision.Missing missing
            ? missing.reason()
            : ((PinDecision.Unusable) decision).reason());
  }

  private static SenderKey known(RecordChain<KeyRecord> chain) {
    return new SenderKey.Known(chain.newestFirst().stream().map(PublishedKey::key).toList());
  }
}
