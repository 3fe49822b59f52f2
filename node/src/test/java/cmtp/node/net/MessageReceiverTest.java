package cmtp.node.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.session.ContentSink;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.Address;
import cmtp.protocol.message.MessageHeader;
import cmtp.protocol.wire.Decoded;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReceiverTest {
  private static final Address ADDRESS = Address.of("alice", "example.org");
  private static final int FULL = ContentSink.PIECE_BYTES_MAX;

  @ParameterizedTest
  @ValueSource(ints = {100, FULL - 1, FULL, FULL + 1, 2 * FULL - 1, 2 * FULL, 4 * FULL})
  void cutsAMessageIntoPiecesNoneOfWhichIsEmptyOrTooLong(int messageBytes) {
    int headerBytes = header(0).encode().length();
    int bodyBytes = messageBytes - headerBytes;
    MessageReceiver receiver = new MessageReceiver(header(bodyBytes));
    receiver.startPart(new Decoded.PartStarted(0, bodyBytes));
    List<Integer> pieces = new ArrayList<>();
    for (int left = bodyBytes; left > 0; left -= Math.min(left, 10_000)) {
      receiver.partBytes(Bytes.wrap(new byte[Math.min(left, 10_000)]));
      while (receiver.hasFullPiece()) {
        pieces.add(receiver.takeFullPiece().length());
      }
    }
    pieces.add(receiver.takeLastPiece().length());
    assertEquals(messageBytes, pieces.stream().mapToInt(Integer::intValue).sum());
    assertEquals((messageBytes + FULL - 1) / FULL, pieces.size());
    assertTrue(pieces.stream().allMatch(length -> length > 0 && length <= FULL));
  }

  private static MessageHeader header(int bodyBytes) {
    return MessageHeader.sealed(ADDRESS, ADDRESS, 0, 0, bodyBytes);
  }
}
