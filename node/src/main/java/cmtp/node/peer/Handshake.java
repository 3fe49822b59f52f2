package cmtp.node.peer;

import cmtp.node.routing.Resolution;
import cmtp.persistence.queue.PeerKnowledge;
import cmtp.persistence.queue.PinOrigin;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Command;
import cmtp.protocol.command.Payload;
import cmtp.protocol.command.Reply;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.command.X1Frame;
import cmtp.protocol.crypto.EphemeralKey;
import cmtp.protocol.crypto.SecureChannel;
import cmtp.protocol.crypto.SecureRandomBytes;
import cmtp.protocol.crypto.VerifyKey;
import cmtp.protocol.record.ServerRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * From a domain's targets to a node that is known to be the domain's: tries one target after the
 * other and makes sure of it. Belongs to one actor, which hands it what it is told; each answer is
 * what to do next.
 *
 * <pre>
 *   CONNECTING  -> greeting
 *   OHAI        -> what it can
 *   KEY         -> its key, under its own signature, and OHAI's answer under it
 *   KNOWING     the owner says what is known of the domain: not asked before there is a key
 *   STATEMENTS  another key than the pinned one: GETREC srv
 *   SECURING    -> a channel, always where the node speaks X1
 * </pre>
 *
 * A target that is not, or can't show to be, the domain's node is left for the next one.
 */
public final class Handshake {
  /** How many targets are tried; each may take a connect time and a few answers. */
  private static final int TARGETS_MAX = 8;

  private static final Bytes SERVER_KEY_QUESTION =
      new Command.KeyRequest("", Optional.empty(), false).encode();

  /** What the owner does next. */
  public sealed interface Step {}

  /** Wait for the next event. */
  public enum Going implements Step {
    INSTANCE
  }

  /** Say what is known of the domain: {@link #onKnowledge}. */
  public enum AsksForKnowledge implements Step {
    INSTANCE
  }

  /** It is the domain's node; its events are the owner's from now on. */
  public record Ready(Peer peer) implements Step {}

  /** No target is the domain's node now. */
  public record Failed(String reason) implements Step {}

  /** The targets are other mail servers: CMTP is not spoken there. */
  public record NotCmtp(String reason) implements Step {}

  /** A target shows another key than the pinned one. */
  public record Disputed(Bytes offered, String reason) implements Step {}

  private enum State {
    CONNECTING,
    OHAI,
    KEY,
    KNOWING,
    STATEMENTS,
    SECURING,
    OVER
  }

  private final DomainName domain;
  private final List<Resolution.Target> targets;
  private final Optional<VerifyKey> authentic;
  private final Dialer dialer;
  private final SecureRandomBytes random;
  private final Clock clock;
  private final ActorRef<PeerEvent> owner;

  private final List<String> reasons = new ArrayList<>();
  private boolean onlyStrangers = true;
  private Optional<Disputed> dispute = Optional.empty();

  private State state = State.CONNECTING;
  private int target = -1;
  private PeerWire wire;
  private boolean cmtpd;
  private boolean x1;
  private DomainName nodeDomain;
  private PeerReply ohai;
  private VerifyKey key;
  private PinOrigin origin;
  private PinJudge judge;
  private X1Frame frame;
  private EphemeralKey ephemeral;

  /**
   * @param owner is told the events that it hands to {@link #onEvent}
   */
  public Handshake(
      DomainName domain,
      Resolution.Found found,
      Dialer dialer,
      SecureRandomBytes random,
      Clock clock,
      ActorRef<PeerEvent> owner) {
    this.domain = domain;
    this.targets = found.targets().stream().limit(TARGETS_MAX).toList();
    this.authentic = found.authenticKey();
    this.dialer = dialer;
    this.random = random;
    this.clock = clock;
    this.owner = owner;
  }

  /** Dials the first target. */
  public void start() {
    nextTarget();
  }

  private Step nextTarget() {
    target++;
    if (target >= targets.size()) {
      return failed();
    }
    state = State.CONNECTING;
    cmtpd = false;
    x1 = false;
    wire = dialer.dial(targets.get(target).address(), owner);
    return Going.INSTANCE;
  }

  private Step failed() {
    state = State.OVER;
    String reason = String.join("; ", reasons);
    if (dispute.isPresent()) {
      return dispute.get();
    }
    return onlyStrangers ? new NotCmtp(reason) : new Failed(reason);
  }

  /** Ends it, wherever it is. */
  public void abandon() {
    state = State.OVER;
    if (wire != null) {
      wire.close(Bytes.EMPTY);
    }
  }

  public Step onEvent(PeerEvent event) {
    if (event.wire() != wire || state == State.OVER) {
      return Going.INSTANCE; // of a target that was left
    }
    if (event instanceof PeerEvent.Broken broken) {
      return leave(broken.reason());
    }
    if (event instanceof PeerEvent.Connected connected) {
      return greeted(connected.greeting());
    }
    PeerEvent.Answered answer = (PeerEvent.Answered) event;
    if (!answer.everythingSent()) {
      return leave("answers before it is asked");
    }
    PeerReply reply = answer.reply();
    return switch (state) {
      case OHAI -> onOhai(reply);
      case KEY -> onKey(reply);
      case STATEMENTS -> onStatements(reply);
      case SECURING -> onSecured(reply);
      case CONNECTING, KNOWING, OVER ->
          throw new IllegalStateException("an answer without a question: " + state);
    };
  }

  private Step leave(String reason) {
    onlyStrangers = false;
    return next(reason);
  }

  private Step next(String reason) {
    wire.close(Bytes.EMPTY);
    reasons.add(targets.get(target).host() + " " + reason);
    return nextTarget();
  }

  private Step greeted(String line) {
    Greeting greeting = Greeting.of(line);
    if (greeting instanceof Greeting.Node node) {
      nodeDomain = node.domain();
      state = State.OHAI;
      wire.ask(Command.Simple.OHAI.encode(), AnswerForm.TEXT);
      return Going.INSTANCE;
    }
    if (greeting == Greeting.Cmtpd.INSTANCE) {
      cmtpd = true;
      nodeDomain = domain;
      return askKey();
    }
    return greeting instanceof Greeting.Unusable unusable
        ? leave(unusable.reason())
        : next("does not speak CMTP");
  }

  private Step askKey() {
    state = State.KEY;
    wire.ask(SERVER_KEY_QUESTION, cmtpd ? AnswerForm.CMTPD_KEY : AnswerForm.KEY);
    return Going.INSTANCE;
  }

  /** Its signature is checked as soon as there is a key for it. */
  private Step onOhai(PeerReply reply) {
    ohai = reply;
    String text = general(reply).orElse("");
    List<String> words = List.of(text.split(" "));
    if (words.get(0).equals("OHAI")) {
      if (words.size() < 3 || !words.get(2).equals(nodeDomain.value())) {
        return leave("answers OHAI with another name than it greets with");
      }
      x1 = words.get(1).equals("CMTP/1") && words.subList(3, words.size()).contains("X1");
    }
    return askKey();
  }

  private static Optional<String> general(PeerReply reply) {
    return reply instanceof PeerReply.Signed signed
            && signed.reply() instanceof Reply.General general
        ? Optional.of(general.text())
        : Optional.empty();
  }

  private Step onKey(PeerReply reply) {
    if (!(reply instanceof PeerReply.Signed signed)
        || !(signed.reply() instanceof Reply.Key told)) {
      return leave("does not tell its key");
    }
    Optional<VerifyKey> claimed = VerifyKey.of(told.key());
    if (claimed.isEmpty()) {
      return leave("shows a key that is not safe");
    }
    if (Peer.verified(reply, claimed.get()).isEmpty()) {
      return leave("shows a key that is not its own");
    }
    if (!cmtpd && Peer.verified(ohai, claimed.get()).isEmpty()) {
      return leave("answers OHAI with a wrong signature");
    }
    key = claimed.get();
    state = State.KNOWING;
    return AsksForKnowledge.INSTANCE;
  }

  /** The answer to {@link AsksForKnowledge}; a late one for a target that was left is ignored. */
  public Step onKnowledge(PeerKnowledge known) {
    if (state != State.KNOWING) {
      return Going.INSTANCE;
    }
    if (known.x1() && !x1) {
      return leave("no longer speaks X1");
    }
    judge = new PinJudge(domain, known, authentic, key);
    PinJudge.Verdict verdict = judge.judge();
    if (verdict != PinJudge.NeedsStatement.INSTANCE) {
      return judged(verdict);
    }
    if (!x1) {
      return judged(judge.judge(List.of(), clock.millis()));
    }
    state = State.STATEMENTS;
    ask(new X1Command.GetRecord(ServerRecord.TYPE, "", domain.value()), AnswerForm.X1);
    return Going.INSTANCE;
  }

  private void ask(X1Command command, AnswerForm form) {
    frame = Peer.frame(command, random);
    wire.ask(frame.encode(), form);
  }

  private Step onStatements(PeerReply reply) {
    Optional<Reply.X1> x1Reply = Peer.verified(frame, reply, nodeDomain, key);
    if (x1Reply.isEmpty()) {
      return leave("answers with a wrong signature");
    }
    List<Bytes> newestFirst =
        x1Reply
            .filter(told -> told.status() == Status.OK)
            .flatMap(told -> Payload.Records.decode(told.payload()))
            .map(Payload.Records::newestFirst)
            .orElse(List.of());
    return judged(judge.judge(newestFirst, clock.millis()));
  }

  private Step judged(PinJudge.Verdict verdict) {
    if (verdict instanceof PinJudge.Trusted trusted) {
      origin = trusted.origin();
      return x1 ? secure() : ready();
    }
    PinJudge.Distrusted distrusted = (PinJudge.Distrusted) verdict;
    if (distrusted.disputed() && dispute.isEmpty()) {
      String host = targets.get(target).host();
      dispute = Optional.of(new Disputed(key.bytes(), host + " " + distrusted.reason()));
    }
    return leave(distrusted.reason());
  }

  private Step secure() {
    state = State.SECURING;
    ephemeral = EphemeralKey.generate(random);
    ask(new X1Command.Secure(ephemeral.publicKey()), AnswerForm.SECURE);
    return Going.INSTANCE;
  }

  private Step onSecured(PeerReply reply) {
    Optional<Reply.X1> answer = Peer.verified(frame, reply, nodeDomain, key);
    if (answer.isEmpty()) {
      return leave("answers SECURE with a wrong signature");
    }
    Optional<SecureChannel> channel =
        answer
            .filter(told -> told.status() == Status.OK)
            .flatMap(told -> ephemeral.asClient(told.payload()));
    if (channel.isEmpty()) {
      return leave("opens no secure channel");
    }
    wire.encrypt(channel.get());
    return ready();
  }

  private Step ready() {
    state = State.OVER;
    Peer.Dialect dialect = x1 ? Peer.Dialect.X1 : cmtpd ? Peer.Dialect.CMTPD : Peer.Dialect.BASE;
    return new Ready(new Peer(wire, dialect, nodeDomain, key, origin));
  }
}
