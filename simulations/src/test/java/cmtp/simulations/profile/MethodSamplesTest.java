package cmtp.simulations.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MethodSamplesTest {
  private final MethodSamples samples = new MethodSamples();

  @Test
  void countsTheRunningMethodAndTheRoomItRunsFor() {
    List<String> stack =
        List.of(
            "java.util.HashMap.get",
            "scala.collection.Map.get",
            "cmtp.node.session.Session.onMail",
            "org.apache.pekko.actor.ActorCell.invoke");
    samples.count(stack, false);
    samples.count(stack, false);
    samples.count(List.of("org.apache.pekko.stream.impl.Stage.run"), false);
    assertEquals(
        List.of(
            new MethodSamples.Row("java.util.HashMap.get", 2),
            new MethodSamples.Row("org.apache.pekko.stream.impl.Stage.run", 1)),
        samples.methods(false));
    assertEquals(
        List.of(
            new MethodSamples.Row("cmtp.node.session", 2),
            new MethodSamples.Row("org.apache.pekko.stream", 1)),
        samples.rooms(false));
    assertEquals(List.of(), samples.methods(true));
  }

  @Test
  void leavesOutThreadsThatWait() {
    samples.count(List.of("sun.nio.ch.EPoll.wait", "cmtp.node.net.Listener.run"), true);
    samples.count(List.of("org.sqlite.core.NativeDB.step"), true);
    samples.count(List.of(), true);
    assertEquals(List.of(new MethodSamples.Row("org.sqlite", 1)), samples.rooms(true));
  }

  @Test
  void takesAMethodWithoutAPackage() {
    samples.count(List.of("Main.main"), false);
    samples.count(List.of("java.lang.Thread.run"), false);
    assertEquals(2, samples.rooms(false).size());
  }
}
