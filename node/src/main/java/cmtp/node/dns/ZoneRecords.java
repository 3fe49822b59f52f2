package cmtp.node.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * All records that a server has, and what it answers from them. Immutable.
 *
 * <p>A name belongs to the nearest SOA above it; where there is none, to a root zone of ours, so
 * that what is absent is always answered as RFC 2308 wants it.
 */
final class ZoneRecords {
  private static final int RECORDS_MAX = 10_000;
  private static final int ALIASES_MAX = 8;
  private static final long TTL_DEFAULT = 60;

  static final ZoneRecords NONE =
      new ZoneRecords(Map.of())
          .with(parse(List.of(". 60 IN SOA localhost. nobody.localhost. 1 60 60 60 60")));

  private final Map<Name, List<Record>> byName;

  private ZoneRecords(Map<Name, List<Record>> byName) {
    this.byName = byName;
  }

  /**
   * @throws IllegalArgumentException if a line is not a record of a zone file
   */
  static List<Record> parse(List<String> lines) {
    String text = String.join("\n", lines) + "\n";
    try (Master zone =
        new Master(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)),
            Name.root,
            TTL_DEFAULT)) {
      zone.disableIncludes(true);
      List<Record> records = new ArrayList<>();
      for (Record next = zone.nextRecord(); next != null; next = zone.nextRecord()) {
        records.add(next);
      }
      return records;
    } catch (IOException wrong) {
      throw new IllegalArgumentException("not a DNS record: " + wrong.getMessage(), wrong);
    }
  }

  /**
   * @throws IllegalArgumentException if they become too many
   */
  ZoneRecords with(List<Record> added) {
    Map<Name, List<Record>> next = new HashMap<>(byName);
    for (Record one : added) {
      List<Record> there = new ArrayList<>(next.getOrDefault(one.getName(), List.of()));
      there.remove(one);
      there.add(one);
      next.put(one.getName(), List.copyOf(there));
    }
    if (next.values().stream().mapToInt(List::size).sum() > RECORDS_MAX) {
      throw new IllegalArgumentException("more than " + RECORDS_MAX + " records");
    }
    return new ZoneRecords(next);
  }

  ZoneRecords without(String name, String type) {
    Map<Name, List<Record>> next = new HashMap<>(byName);
    Name owner = name(name);
    int gone = Type.value(type);
    List<Record> left =
        next.getOrDefault(owner, List.of()).stream().filter(r -> r.getType() != gone).toList();
    if (left.isEmpty()) {
      next.remove(owner);
    } else {
      next.put(owner, left);
    }
    return new ZoneRecords(next);
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException wrong) {
      throw new IllegalArgumentException("not a name: " + text, wrong);
    }
  }

  /** Answers the question in {@code reply}: records, aliases on the way to them, or an SOA. */
  void fill(Message reply) {
    Name name = reply.getQuestion().getName();
    int type = reply.getQuestion().getType();
    for (int hops = 0; hops <= ALIASES_MAX; hops++) {
      List<Record> found = records(name, type);
      found.forEach(one -> reply.addRecord(one, Section.ANSWER));
      if (!found.isEmpty()) {
        return;
      }
      Optional<CNAMERecord> alias = alias(name);
      if (alias.isEmpty()) {
        nothing(reply, name);
        return;
      }
      if (reply.findRecord(alias.get(), Section.ANSWER)) {
        return; // a loop: the client is to see it
      }
      reply.addRecord(alias.get(), Section.ANSWER);
      name = alias.get().getTarget();
    }
  }

  private List<Record> records(Name name, int type) {
    return byName.getOrDefault(name, List.of()).stream()
        .filter(one -> type == Type.ANY || one.getType() == type)
        .toList();
  }

  private Optional<CNAMERecord> alias(Name name) {
    return records(name, Type.CNAME).stream().map(CNAMERecord.class::cast).findFirst();
  }

  private void nothing(Message reply, Name name) {
    if (!exists(name)) {
      reply.getHeader().setRcode(Rcode.NXDOMAIN);
    }
    soa(name).ifPresent(soa -> reply.addRecord(soa, Section.AUTHORITY));
  }

  /** A name without records exists if there are some below it (RFC 8020). */
  private boolean exists(Name name) {
    return byName.containsKey(name)
        || byName.keySet().stream().anyMatch(other -> other.subdomain(name));
  }

  private Optional<Record> soa(Name name) {
    for (int cut = 0; cut < name.labels(); cut++) {
      Name zone = cut == 0 ? name : new Name(name, cut);
      List<Record> found = records(zone, Type.SOA);
      if (!found.isEmpty()) {
        return Optional.of(found.get(0));
      }
    }
    return Optional.empty();
  }
}
