package cmtp.simulations.sim.check;

import cmtp.persistence.mailbox.Entry;
import cmtp.persistence.trace.TraceEntry;
import cmtp.persistence.trace.TraceKind;
import cmtp.protocol.Bytes;
import cmtp.protocol.MessageId;
import cmtp.protocol.crypto.Hash;
import cmtp.protocol.field.FieldReader;
import cmtp.protocol.message.HopTrail;
import cmtp.protocol.message.LogEntry;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.message.MessageLog;
import cmtp.simulations.sim.federation.SimulatedNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks, at the end, at what readers would see: that what is listed is there, is the very message,
 * and came by nodes that signed for it. Every message is looked for; signatures cost most, so of
 * many messages only some have theirs verified.
 */
public final class Audit {
  private final Ledger ledger;
  private final long quotaBytes;
  private final long verifyEvery;
  private final Map<MessageId, Integer> found = new HashMap<>();
  private long seen;
  private long verified;

  /**
   * @param quotaBytes what a mailbox may hold
   * @param verifyEvery of so many messages one has all its signatures verified
   */
  public Audit(Ledger ledger, long quotaBytes, long verifyEvery) {
    this.quotaBytes = quotaBytes;
    this.ledger = ledger;
    this.verifyEvery = Math.max(1, verifyEvery);
  }

  /** What one mailbox lists, with the disk that its contents are on. */
  public void mailbox(SimulatedNode node, String address, List<Entry> entries) {
    Set<MessageId> here = new HashSet<>();
    for (Entry entry : entries) {
      found.merge(entry.mid(), 1, Integer::sum);
      if (!here.add(entry.mid())) {
        ledger.violate(
            "nothing twice in a mailbox", "listed twice in " + address, Optional.of(entry.mid()));
      }
      content(node, entry);
    }
    long bytes = entries.stream().mapToLong(Entry::size).sum();
    if (bytes > quotaBytes) {
      ledger.violate("mailboxes keep to their quota", address + " " + bytes, Optional.empty());
    }
  }

  private void content(SimulatedNode node, Entry entry) {
    Optional<MessageId> mid = Optional.of(entry.mid());
    Bytes whole = node.disk().stored().content(entry.contentId());
    if (whole.length() != entry.size()) {
      ledger.violate(
          "bodies are as durable as their events",
          "of " + entry.size() + " bytes " + whole.length() + " are there on " + node.name(),
          mid);
      return;
    }
    if (seen++ % verifyEvery == 0) {
      verify(whole, entry);
    }
  }

  private void verify(Bytes whole, Entry entry) {
    verified++;
    FieldReader in = new FieldReader(whole);
    MessageHeader header = MessageHeader.read(in);
    MessageLog log = new MessageLog(in.bytes((int) header.logLength()));
    LogEntry.Digests digests =
        new LogEntry.Digests(Hash.of(in.bytes((int) header.bodyLength())), List.of());
    if (!in.isOk() || !Message.mid(header, log, digests).equals(entry.mid())) {
      ledger.violate("mail is not changed", "it has another id now", Optional.of(entry.mid()));
      return;
    }
    boolean custody =
        HopTrail.of(log, entry.mid()).stream()
            .allMatch(step -> step.standing() == HopTrail.Standing.SIGNED);
    boolean foreign =
        !header.sourceDomain().equals(header.destinationDomain())
            && !ledger.isStrangers(entry.mid());
    if (!custody || foreign && HopTrail.last(log).isEmpty()) {
      ledger.violate("custody verifies", log.entries().toString(), Optional.of(entry.mid()));
    }
  }

  /** What a node noted of the messages that went out from it. */
  public void receipts(SimulatedNode node) {
    long number = 0;
    for (Mail mail : ledger.mails()) {
      if (mail.from.domain().equals(node.domain()) && number++ % verifyEvery == 0) {
        node.disk().stored().traces(mail.mid).stream()
            .filter(entry -> entry.kind() == TraceKind.DELIVERED)
            .forEach(this::receipt);
      }
    }
  }

  private void receipt(TraceEntry entry) {
    verified++;
    ledger.receipt(entry.mid(), entry.place(), entry.proof());
  }

  /** All mailboxes were looked at: what arrived must be among it. */
  public void finish() {
    for (Mail mail : ledger.mails()) {
      int here = found.getOrDefault(mail.mid, 0);
      if (mail.stored > 0 && here != mail.stored) {
        ledger.violate(
            "nothing acknowledged is lost",
            "it was in its mailbox and is not any more",
            Optional.of(mail.mid));
      }
    }
  }

  /** How many messages and receipts had their signatures verified. */
  public long verified() {
    return verified;
  }
}
