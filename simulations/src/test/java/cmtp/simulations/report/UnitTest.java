package cmtp.simulations.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TIME | 0 | 0 ms",
        "TIME | 0.25 | 0.25 ms",
        "TIME | 999 | 999 ms",
        "TIME | 1500 | 1.5 s",
        "TIME | 12360 | 12.4 s",
        "TIME | 59999 | 1 min",
        "TIME | 60000 | 1 min",
        "TIME | 150000 | 2 min 30 s",
        "TIME | 3600000 | 1 h",
        "TIME | 12000000 | 3 h 20 min",
        "TIME | 86400000 | 1 d",
        "TIME | 183600000 | 2 d 3 h",
        "TIME | -1500 | -1.5 s",
        "COUNT | 1234567 | 1,234,567",
        "COUNT | 7 | 7",
        "BYTES | 1023 | 1,023 B",
        "BYTES | 1536 | 1.5 KiB",
        "BYTES | 1073741824 | 1 GiB",
        "PER_SECOND | 12.345 | 12.3/s",
        "PERCENT | 99.95 | 100 %",
        "PERCENT | 12.5 | 12.5 %",
        "NUMBER | 0.01234 | 0.0123",
        "NUMBER | 3.10 | 3.1",
      })
  void writesNumbersAsPeopleDo(Unit unit, double value, String words) {
    assertEquals(words, unit.words(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COUNT | 1000 | 1,000",
        "COUNT | 20000 | 20k",
        "COUNT | 1500000 | 1.5M",
        "PER_SECOND | 20000 | 20k/s",
        "TIME | 60000 | 1 min",
      })
  void writesThemShortlyAtAnAxis(Unit unit, double value, String words) {
    assertEquals(words, unit.tick(value));
  }
}
