package cmtp.persistence.archive;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What an archive says of itself.
 *
 * @param kind what it holds
 * @param product the program that wrote it
 * @param engine what the store was, for people
 * @param schemaVersion of the store, for people
 * @param atMs when it was begun, Unix milliseconds
 * @param domains what the node served, by its settings; or the one address
 */
public record ArchiveHeader(
    Kind kind, String product, String engine, long schemaVersion, long atMs, List<String> domains) {
  private static final int DOMAINS_MAX = 10_000;

  /** What an archive holds. */
  public enum Kind {
    /** A whole store. */
    STORE,
    /** One account with its mail. */
    ACCOUNT
  }

  public ArchiveHeader {
    domains = List.copyOf(domains);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(kind == Kind.STORE ? 1 : 2);
      text(out, product);
      text(out, engine);
      out.writeLong(schemaVersion);
      out.writeLong(atMs);
      out.writeInt(domains.size());
      for (String domain : domains) {
        text(out, domain);
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("memory can't be written", impossible);
    }
    return bytes.toByteArray();
  }

  static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  static ArchiveHeader decode(byte[] payload) throws IOException {
    DataInputStream in = ArchiveReader.fields(payload);
    int kind = in.readUnsignedByte();
    if (kind < 1 || kind > 2) {
      throw new DamagedArchive("an archive of unknown kind " + kind);
    }
    String product = RowCodec.text(RowCodec.counted(in));
    String engine = RowCodec.text(RowCodec.counted(in));
    long schemaVersion = in.readLong();
    long atMs = in.readLong();
    int count = in.readInt();
    if (count < 0 || count > DOMAINS_MAX) {
      throw new DamagedArchive(count + " domains");
    }
    List<String> domains = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      domains.add(RowCodec.text(RowCodec.counted(in)));
    }
    return new ArchiveHeader(
        kind == 1 ? Kind.STORE : Kind.ACCOUNT, product, engine, schemaVersion, atMs, domains);
  }
}
