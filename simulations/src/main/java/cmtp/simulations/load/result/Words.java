package cmtp.simulations.load.result;

import java.util.Locale;

/** Text that is the same in every country. */
final class Words {
  private Words() {}

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
