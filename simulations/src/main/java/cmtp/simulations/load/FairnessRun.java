package cmtp.simulations.load;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.simulations.machine.ProcFiles;
import cmtp.simulations.peers.SlowLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Lets two nodes send to the same good domains at the same time, of which one has mail for bad ones
 * too: what else happens on the machine happens to both.
 */
final class FairnessRun implements AutoCloseable {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LEAD_SECONDS = 5;
  private static final long SLICE_SECONDS = 5;

  private final List<FairnessSender> senders;
  private final NodeUnderLoad receiver;
  private final SlowLine slowLine;
  private final ProcFiles proc;
  private final LongSupplier nanos;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  /**
   * @param rate messages a second to good domains, from each sender
   * @param backlog messages for each bad domain, from one of them
   */
  record Load(double rate, long seconds, long backlog) {
    private long everyNanos() {
      return Math.round(SECOND_NANOS / rate);
    }

    private long count(long forSeconds) {
      return Math.round(rate * forSeconds);
    }
  }

  /**
   * What one sender did in one part.
   *
   * @param cpuMillis of its process while it was submitted to
   * @param failures why messages were not accepted
   * @param badWaiting for bad domains, all together, when the last message was submitted
   */
  record Side(
      FairnessSender.Arrived arrived,
      OptionalLong cpuMillis,
      double seconds,
      List<String> failures,
      long badWaiting) {
    Side {
      failures = List.copyOf(failures);
    }

    boolean isFlawless() {
      return failures.isEmpty() && arrived.missing() == 0;
    }

    Histogram millis() {
      Histogram sum = new Histogram(Journeys.DIGITS);
      arrived.slices().forEach(sum::add);
      return sum;
    }
  }

  /**
   * Both senders at the same time.
   *
   * @param withBacklog the domain of the one that had mail for bad domains
   * @param othersMillis CPU time of everybody but the three nodes and the generator
   */
  record Part(String withBacklog, Side without, Side with, OptionalLong othersMillis) {}

  /** What one sender submitted, and what its process has used meanwhile. */
  private record Sent(PacedRun.Submitted submitted, Interval used, long badWaiting) {}

  FairnessRun(
      List<FairnessSender> senders,
      NodeUnderLoad receiver,
      SlowLine slowLine,
      ProcFiles proc,
      LongSupplier nanos) {
    this.senders = List.copyOf(senders);
    this.receiver = receiver;
    this.slowLine = slowLine;
    this.proc = proc;
    this.nanos = nanos;
  }

  /**
   * Begins with some seconds that are not measured: what came before settles, and connections that
   * were closed meanwhile are made anew.
   *
   * @param burdened the number of the sender that has mail for bad domains
   */
  Part measure(int burdened, Load load) throws IOException, InterruptedException {
    FairnessSender with = senders.get(burdened);
    FairnessSender without = senders.get(1 - burdened);
    fill(with, load.backlog());
    submit(load, LEAD_SECONDS);
    Sample receiverBefore = Sample.take(proc, receiver.pid(), nanos.getAsLong());
    List<Sent> sent = submit(load, load.seconds());
    Interval receiving =
        Interval.between(receiverBefore, Sample.take(proc, receiver.pid(), nanos.getAsLong()));
    List<FairnessSender.Arrived> arrived = arrived(sent, load);
    slowLine.hurry();
    with.drop();
    slowLine.dawdle();
    return new Part(
        with.node().domain().value(),
        side(sent.get(1 - burdened), arrived.get(1 - burdened)),
        side(sent.get(burdened), arrived.get(burdened)),
        others(receiving, sent));
  }

  private static void fill(FairnessSender sender, long backlog) throws InterruptedException {
    List<String> refused = sender.fill(backlog);
    if (!refused.isEmpty()) {
      throw new CliFailure(ExitCode.REFUSED, "mail for bad domains: " + refused.get(0));
    }
  }

  /**
   * The second sender's messages go half way between those of the first: at the same moment they
   * would be for the same domain, and one would wait for the other there.
   */
  private List<Sent> submit(Load load, long seconds) throws IOException, InterruptedException {
    long start = nanos.getAsLong();
    List<Future<Sent>> both = new ArrayList<>();
    for (int i = 0; i < senders.size(); i++) {
      FairnessSender sender = senders.get(i);
      long first = start + i * load.everyNanos() / senders.size();
      PacedRun.Pace pace = new PacedRun.Pace(load.count(seconds), load.everyNanos(), first);
      both.add(threads.submit(() -> submit(sender, pace)));
    }
    return results(both);
  }

  private Sent submit(FairnessSender sender, PacedRun.Pace pace)
      throws IOException, InterruptedException {
    Sample before = Sample.take(proc, sender.node().pid(), nanos.getAsLong());
    PacedRun.Submitted submitted = sender.submit(pace);
    Sample after = Sample.take(proc, sender.node().pid(), nanos.getAsLong());
    return new Sent(submitted, Interval.between(before, after), sender.badWaiting());
  }

  private List<FairnessSender.Arrived> arrived(List<Sent> sent, Load load)
      throws IOException, InterruptedException {
    long slices = Math.max(1, load.seconds() / SLICE_SECONDS);
    long perSlice = Math.max(1, load.count(Math.min(load.seconds(), SLICE_SECONDS)));
    List<Future<FairnessSender.Arrived>> both = new ArrayList<>();
    for (int i = 0; i < senders.size(); i++) {
      FairnessSender sender = senders.get(i);
      PacedRun.Submitted submitted = sent.get(i).submitted();
      both.add(threads.submit(() -> sender.arrived(submitted, slices, perSlice)));
    }
    return results(both);
  }

  private static <T> List<T> results(List<Future<T>> futures)
      throws IOException, InterruptedException {
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof CliFailure failure) {
          throw failure;
        }
        throw new IOException(failed.getCause());
      }
    }
    return results;
  }

  private static Side side(Sent sent, FairnessSender.Arrived arrived) {
    return new Side(
        arrived,
        sent.used().serverMillis(),
        sent.used().seconds(),
        sent.submitted().failures(),
        sent.badWaiting());
  }

  private static OptionalLong others(Interval receiving, List<Sent> sent) {
    if (receiving.othersMillis().isEmpty()) {
      return OptionalLong.empty();
    }
    long senders = sent.stream().mapToLong(one -> one.used().serverMillis().orElse(0)).sum();
    return OptionalLong.of(Math.max(0, receiving.othersMillis().getAsLong() - senders));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
