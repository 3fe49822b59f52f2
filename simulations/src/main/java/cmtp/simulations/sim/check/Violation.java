package cmtp.simulations.sim.check;

import cmtp.protocol.MessageId;
import java.util.Optional;

/**
 * Something happened that must not, or did not that must.
 *
 * @param rule which invariant, in a word or two; the same for the same kind of fault
 * @param text what was seen
 * @param mid the message it is about
 */
public record Violation(String rule, String text, Optional<MessageId> mid) {}
