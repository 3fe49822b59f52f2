package cmtp.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.session.Destination.Answer;
import cmtp.node.session.Destination.Known;
import cmtp.node.session.Destination.Refused;
import cmtp.node.session.Destination.Silent;
import cmtp.node.session.Destination.Taken;
import cmtp.node.session.Destination.There;
import cmtp.protocol.command.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DestinationTest {
  private static final Answer REFUSED = new Refused(Verdict.passing(Status.TRYLATER, "full"));

  static Arguments[] answersToARepetition() {
    return new Arguments[] {
      Arguments.of(new Taken(7), new Taken(7)),
      // The first time may have stored it, with this content.
      Arguments.of(Known.INSTANCE, There.INSTANCE),
      // The second time may still store it.
      Arguments.of(REFUSED, Silent.INSTANCE),
      Arguments.of(Silent.INSTANCE, Silent.INSTANCE),
    };
  }

  @ParameterizedTest
  @MethodSource("answersToARepetition")
  void whatTheAnswerToARepetitionTells(Answer answer, Answer meaning) {
    assertEquals(meaning, Destination.told(answer, true));
    assertEquals(answer, Destination.told(answer, false));
  }
}
