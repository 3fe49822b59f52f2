package cmtp.simulations.load.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Things that are drawn in proportion to their weights, written {@code mail=70,list=30}; a single
 * one may stand without a weight.
 */
public record Shares<T>(List<Share<T>> shares) {
  static final int SHARES_MAX = 32;
  static final double WEIGHT_MAX = 1e9;

  /** One of them; its weight is above zero. */
  public record Share<T>(T what, double weight) {}

  /**
   * @throws IllegalArgumentException for none, too many, one twice, or a weight out of bounds
   */
  public Shares {
    shares = List.copyOf(shares);
    if (shares.isEmpty() || shares.size() > SHARES_MAX) {
      throw new IllegalArgumentException("a mix has 1 to " + SHARES_MAX + " parts");
    }
    if (shares.stream().map(Share::what).distinct().count() < shares.size()) {
      throw new IllegalArgumentException("a mix names each part once");
    }
    if (shares.stream().anyMatch(share -> !(share.weight() > 0 && share.weight() <= WEIGHT_MAX))) {
      throw new IllegalArgumentException("the weights of a mix are above 0");
    }
  }

  public static <T> Shares<T> only(T what) {
    return new Shares<>(List.of(new Share<>(what, 1)));
  }

  /** {@code mail=70,list=30}. */
  public static Shares<Operation> operations(String text) {
    return parse(text, Operation::parse);
  }

  /** {@code 1KiB=80,1MiB=20}. */
  public static Shares<Integer> sizes(String text) {
    return parse(text, MessageSize::parse);
  }

  private static <T> Shares<T> parse(String text, Function<String, T> reader) {
    List<Share<T>> shares = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int sign = part.indexOf('=');
      String name = sign < 0 ? part : part.substring(0, sign);
      shares.add(new Share<>(reader.apply(name.strip()), sign < 0 ? 1 : weight(part, sign)));
    }
    return new Shares<>(shares);
  }

  private static double weight(String part, int sign) {
    try {
      return Double.parseDouble(part.substring(sign + 1).strip());
    } catch (NumberFormatException none) {
      throw new IllegalArgumentException(
          "'" + part.substring(sign + 1) + "' in '" + part + "' is no weight", none);
    }
  }

  public List<T> all() {
    return shares.stream().map(Share::what).toList();
  }

  /**
   * @param chance at least 0 and below 1
   */
  public int draw(double chance) {
    if (shares.size() == 1) {
      return 0;
    }
    double left = chance * shares.stream().mapToDouble(Share::weight).sum();
    for (int i = 0; i < shares.size() - 1; i++) {
      left -= shares.get(i).weight();
      if (left < 0) {
        return i;
      }
    }
    return shares.size() - 1;
  }

  /** As it can be written. */
  public String text(Function<T, String> name) {
    if (shares.size() == 1) {
      return name.apply(shares.get(0).what());
    }
    return shares.stream()
        .map(share -> name.apply(share.what()) + "=" + number(share.weight()))
        .collect(Collectors.joining(","));
  }

  private static String number(double weight) {
    return weight == Math.rint(weight) ? Long.toString((long) weight) : Double.toString(weight);
  }
}
