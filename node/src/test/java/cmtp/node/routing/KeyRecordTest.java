package cmtp.node.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.crypto.VerifyKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

class KeyRecordTest {
  private static final VerifyKey KEY = SigningKey.generate(SecureRandomBytes.system()).publicKey();
  private static final VerifyKey OTHER =
      SigningKey.generate(SecureRandomBytes.system()).publicKey();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=cmtp1; k=KEY",
        "v=cmtp1;k=KEY",
        " v=cmtp1 ;  k=KEY ; ",
        "v=cmtp1; x=1; k=KEY; k2=other"
      })
  void readsTheKey(String text) {
    assertEquals(Optional.of(KEY), KeyRecord.key(txt(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v=cmtp1",
        "v=cmtp1; k=",
        "v=cmtp1; k=short",
        "v=cmtp1; k=KEY=",
        "v=cmtp1; k=KEY; k=KEY",
        "v=cmtp2; k=KEY",
        "k=KEY; v=cmtp1",
        "v=spf1 -all",
        "v=cmtp1; k=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void readsNothingElse(String text) {
    assertEquals(Optional.empty(), KeyRecord.key(txt(text)));
  }

  @Test
  void joinsTheStringsOfARecord() {
    String text = "v=cmtp1; k=" + KEY.base64();
    assertEquals(
        Optional.of(KEY),
        KeyRecord.key(List.of(record(text.substring(0, 20), text.substring(20)))));
  }

  @Test
  void overlooksOtherRecordsButNotASecondOfOurs() {
    assertEquals(Optional.of(KEY), KeyRecord.key(txt("v=spf1 -all", "v=cmtp1; k=KEY")));
    assertEquals(Optional.empty(), KeyRecord.key(txt("v=cmtp1; k=KEY", "v=cmtp1; k=OTHER")));
  }

  private static List<Record> txt(String... texts) {
    return Stream.of(texts)
        .map(text -> text.replace("KEY", KEY.base64()).replace("OTHER", OTHER.base64()))
        .map(text -> record(text))
        .toList();
  }

  private static Record record(String... strings) {
    return new TXTRecord(Name.root, DClass.IN, 60, List.of(strings));
  }
}
