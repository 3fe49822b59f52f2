package cmtp.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.protocol.Bytes;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replays every kept input, and a few random neighbours of each; needs no fuzzer. */
class FuzzRegressionTest {
  private static final int NEIGHBOURS = 5;
  private static final int LENGTH_MAX = 4096;

  @ParameterizedTest
  @EnumSource
  void survivesEveryKeptInput(Target target) throws IOException {
    Set<Bytes> inputs = Corpus.all(target);
    assertTrue(inputs.size() >= 10, inputs.size() + " inputs");
    for (Bytes input : inputs) {
      run(target, input.toArray(), "as it is");
    }
  }

  @ParameterizedTest
  @EnumSource
  void survivesNeighboursOfKeptInputs(Target target) throws IOException {
    long seed = 0;
    for (Bytes input : Corpus.all(target)) {
      for (int i = 0; i < NEIGHBOURS && input.length() <= LENGTH_MAX; i++) {
        run(target, changed(input.toArray(), new Random(++seed)), "seed " + seed);
      }
    }
  }

  private static void run(Target target, byte[] input, String how) {
    try {
      target.run(input);
    } catch (RuntimeException | AssertionError broken) {
      throw new AssertionError(target + " breaks " + how + ": " + Bytes.wrap(input).hex(), broken);
    }
  }

  private static byte[] changed(byte[] input, Random random) {
    if (input.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(input.length);
    return switch (random.nextInt(3)) {
      case 0 -> java.util.Arrays.copyOf(input, at);
      case 1 -> {
        input[at] = (byte) random.nextInt();
        yield input;
      }
      default -> {
        byte[] longer = java.util.Arrays.copyOf(input, input.length + 1);
        System.arraycopy(input, at, longer, at + 1, input.length - at);
        yield longer;
      }
    };
  }
}
