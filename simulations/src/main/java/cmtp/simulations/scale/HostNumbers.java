package cmtp.simulations.scale;

import cmtp.node.routing.KnownHosts;
import cmtp.node.routing.Resolution;
import cmtp.protocol.address.DomainName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;

/** Hosts of a domain by number: the records that name them, and which one a target is. */
final class HostNumbers {
  static final int HOSTS_MAX = 20;

  /** One host, the first. */
  static final List<Resolution.Target> ONE =
      ((Resolution.Found) known(List.of(new Host(0, 0, 0))).resolve(new SplittableRandom(0)))
          .targets();

  private static final int PORT = 25;
  private static final int LAST_BYTE = 3;
  private static final long TTL_SECONDS = 3600;

  /**
   * A host as SRV records name it.
   *
   * @param down the share of the time in which it can't be reached while the domain can
   */
  record Host(int priority, int weight, double down) {}

  private HostNumbers() {}

  static KnownHosts known(List<Host> hosts) {
    List<Record> records = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      Name name = Name.fromConstantString("h" + i + ".far.example.");
      Host host = hosts.get(i);
      records.add(
          new SRVRecord(
              Name.fromConstantString("_cmtp._tcp.far.example."),
              DClass.IN,
              TTL_SECONDS,
              host.priority(),
              host.weight(),
              PORT,
              name));
      records.add(new ARecord(name, DClass.IN, TTL_SECONDS, address(i)));
    }
    return KnownHosts.of(DomainName.parse("far.example"), records);
  }

  private static Inet4Address address(int host) {
    try {
      return (Inet4Address) InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) (host + 1)});
    } catch (IOException impossible) {
      throw new UncheckedIOException("four bytes are an address", impossible);
    }
  }

  /** From 0, in the order in which they were given. */
  static int of(Resolution.Target target) {
    return target.address().getAddress().getAddress()[LAST_BYTE] - 1;
  }
}
