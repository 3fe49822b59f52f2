package cmtp.protocol.fuzz;

import java.util.List;
import java.util.function.Consumer;

/** Every fuzz target, with the kinds of vectors that are good inputs to start from. */
enum Target {
  COMMAND_DECODER(
      CommandDecoderFuzz.class,
      CommandDecoderFuzz::fuzzerTestOneInput,
      true,
      List.of("command-stream", "x1-command")),
  REPLY_DECODER(
      ReplyDecoderFuzz.class,
      ReplyDecoderFuzz::fuzzerTestOneInput,
      true,
      List.of("reply", "greeting")),
  CHANNEL_OPENER(
      ChannelOpenerFuzz.class, ChannelOpenerFuzz::fuzzerTestOneInput, true, List.of("channel")),
  SIGNED_RECORD(
      SignedRecordFuzz.class, SignedRecordFuzz::fuzzerTestOneInput, false, List.of("record")),
  MESSAGE_LOG(
      MessageLogFuzz.class,
      MessageLogFuzz::fuzzerTestOneInput,
      false,
      List.of("log", "digest-entry", "sender-signature", "hop", "hop-trail")),
  OPENED_CONTENT(
      OpenedContentFuzz.class,
      OpenedContentFuzz::fuzzerTestOneInput,
      false,
      List.of("body", "attachment")),
  XZIBIT(XzibitFuzz.class, XzibitFuzz::fuzzerTestOneInput, false, List.of("xzibit")),
  ADDRESS(
      AddressFuzz.class,
      AddressFuzz::fuzzerTestOneInput,
      false,
      List.of("account-name", "domain-name")),
  PAYLOAD(PayloadFuzz.class, PayloadFuzz::fuzzerTestOneInput, false, List.of("payload", "chain"));

  private final Class<?> type;
  private final Consumer<byte[]> run;
  private final boolean controlled;
  private final List<String> kinds;

  Target(Class<?> type, Consumer<byte[]> run, boolean controlled, List<String> kinds) {
    this.type = type;
    this.run = run;
    this.controlled = controlled;
    this.kinds = kinds;
  }

  Class<?> type() {
    return type;
  }

  void run(byte[] input) {
    run.accept(input);
  }

  /** Whether an input's first byte is not data but tells how the rest is fed. */
  boolean isControlled() {
    return controlled;
  }

  List<String> kinds() {
    return kinds;
  }
}
