package cmtp.persistence.journal;

import cmtp.persistence.directory.DirectoryEvent.AccountListed;
import cmtp.persistence.directory.DirectoryEvent.AccountUnlisted;
import cmtp.persistence.directory.DirectoryEvent.ServerRecordPut;
import cmtp.persistence.directory.DirectoryEvent.ServerRecordsBegun;
import cmtp.protocol.address.AccountName;
import java.util.List;

/** The forms of directory events; their fields, in order, stand in FORMATS.md. */
final class DirectoryForms {
  static final List<Form<?>> ALL =
      List.of(
          new Form<>(
              "DL1",
              AccountListed.class,
              (out, e) -> {
                out.text(e.name().value());
                out.number(e.atMs());
              },
              in -> new AccountListed(name(in), in.number())),
          new Form<>(
              "DU1",
              AccountUnlisted.class,
              (out, e) -> {
                out.text(e.name().value());
                out.number(e.atMs());
              },
              in -> new AccountUnlisted(name(in), in.number())),
          new Form<>(
              "DK1",
              ServerRecordPut.class,
              (out, e) -> {
                out.bytes(e.serverRecord());
                out.number(e.atMs());
              },
              in -> new ServerRecordPut(in.bytes(), in.number())),
          new Form<>(
              "DB1",
              ServerRecordsBegun.class,
              (out, e) -> {
                out.bytes(e.serverRecord());
                out.number(e.atMs());
              },
              in -> new ServerRecordsBegun(in.bytes(), in.number())));

  private DirectoryForms() {}

  static AccountName name(FieldReader in) {
    return new AccountName(in.text());
  }
}
