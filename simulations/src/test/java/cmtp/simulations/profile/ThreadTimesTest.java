package cmtp.simulations.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadTimesTest {
  private static final String BEFORE =
      """
      4711:
      Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6 mixed mode, sharing):

      "main" #1 prio=5 os_prio=0 cpu=100.00ms elapsed=9.99s tid=0x1 nid=0x2 waiting  [0x3]
         java.lang.Thread.State: WAITING (parking)
      \tat jdk.internal.misc.Unsafe.park(java.base@17.0.15/Native Method)

      "cmtp-dispatcher-4" #31 prio=5 os_prio=0 cpu=10.50ms elapsed=1.00s tid=0x1 nid=0x2 runnable
      "GC Thread#0" os_prio=0 cpu=5.00ms elapsed=9.00s tid=0x1 nid=0x2 runnable
      """;
  private static final String AFTER =
      """
      "main" #1 prio=5 os_prio=0 cpu=100.40ms elapsed=9.99s tid=0x1 nid=0x2 waiting  [0x3]
      "cmtp-dispatcher-4" #31 prio=5 os_prio=0 cpu=30.50ms elapsed=1.00s tid=0x1 nid=0x2 runnable
      "cmtp-dispatcher-17" #32 prio=5 os_prio=0 cpu=12.00ms elapsed=1.00s tid=0x1 nid=0x2 runnable
      "GC Thread#0" os_prio=0 cpu=45.00ms elapsed=9.00s tid=0x1 nid=0x2 runnable
      "C2 CompilerThread0" #6 daemon os_prio=0 cpu=70.00ms elapsed=9.00s tid=0x1 nid=0x2 waiting
      "C1 CompilerThread0" #7 daemon os_prio=0 cpu=60.00ms elapsed=9.00s tid=0x1 nid=0x2 waiting
      "GC Thread#1" os_prio=0 cpu=2.00ms elapsed=9.00s tid=0x1 nid=0x2 runnable
      """;

  @Test
  void sumsUpThreadsOfTheSameNameButForTheNumberAtItsEnd() {
    assertEquals(
        List.of(
            new ThreadTimes.Row("C2 CompilerThread", 70),
            new ThreadTimes.Row("C1 CompilerThread", 60),
            new ThreadTimes.Row("GC Thread", 42),
            new ThreadTimes.Row("cmtp-dispatcher", 32)),
        ThreadTimes.parse(AFTER).since(ThreadTimes.parse(BEFORE)));
  }

  @Test
  void findsNothingInOtherText() {
    assertEquals(List.of(), ThreadTimes.parse("no dump").since(ThreadTimes.parse("")));
  }
}
