package cmtp.simulations.load;

import cmtp.node.cli.console.CliFailure;
import cmtp.node.cli.console.ExitCode;
import cmtp.protocol.MessageId;
import cmtp.simulations.load.target.Interval;
import cmtp.simulations.load.target.NodeUnderLoad;
import cmtp.simulations.load.target.Sample;
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
  private static final long SLICE_SECONDS = 5;

  private final List<FairnessSender> senders;
  private final NodeUnderLoad receiver;
  private final SlowLine slowLine;
  private final ProcFiles proc;
  private final LongSupplier nanos;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * @param rate messages a second to good domains, from each sender
   * @param leadSeconds the same before what is measured
   * @param backlog messages for each bad domain, from one of them
   */
  record Load(double rate, long leadSeconds, long seconds, long backlog) {
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
   * @param slices what was due in one slice of time after another
   * @param cpuMillis of its process while it was submitted to
   * @param failures why messages were not accepted
   * @param badWaiting for bad domains, all together, when the last message was submitted
   */
  record Side(
      List<Journeys.Times> slices,
      OptionalLong cpuMillis,
      double seconds,
      List<String> failures,
      long badWaiting) {
    Side {
      slices = List.copyOf(slices);
      failures = List.copyOf(failures);
    }

    boolean isFlawless() {
      return failures.isEmpty() && missing() == 0;
    }

    long missing() {
      return slices.stream().mapToLong(Journeys.Times::missing).sum();
    }

    Histogram millis() {
      Histogram sum = new Histogram(Journeys.DIGITS);
      slices.forEach(slice -> sum.add(slice.millis()));
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
    submit(load, load.leadSeconds());
    Sample receiverBefore = Sample.take(proc, receiver.pid(), nanos.getAsLong());
    List<Sent> sent = submit(load, load.seconds());
    Interval receiving =
        Interval.between(receiverBefore, Sample.take(proc, receiver.pid(), nanos.getAsLong()));
    Side measuredWithout = side(without, sent.get(1 - burdened), load);
    Side measuredWith = side(with, sent.get(burdened), load);
    slowLine.hurry();
    with.drop();
    slowLine.dawdle();
    String domain = with.node().domain().value();
    return new Part(domain, measuredWithout, measuredWith, others(receiving, sent));
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

  private Side side(FairnessSender sender, Sent sent, Load load)
      throws IOException, InterruptedException {
    long slices = Math.max(1, load.seconds() / SLICE_SECONDS);
    List<Future<Journeys.Times>> times = new ArrayList<>();
    for (long slice = 0; slice < slices; slice++) {
      List<MessageId> due = due(sent.submitted(), slice, slices, load);
      times.add(threads.submit(() -> sender.arrived(due)));
    }
    return new Side(
        results(times),
        sent.used().serverMillis(),
        sent.used().seconds(),
        sent.submitted().failures(),
        sent.badWaiting());
  }

  /** What is left over is due in the last slice. */
  private static List<MessageId> due(
      PacedRun.Submitted submitted, long slice, long slices, Load load) {
    long each = Math.max(1, load.count(SLICE_SECONDS));
    return submitted.accepted().stream()
        .filter(one -> Math.min(one.number() / each, slices - 1) == slice)
        .map(PacedRun.Accepted::mid)
        .toList();
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
