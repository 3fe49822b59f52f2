package cmtp.persistence.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.persistence.directory.DirectoryEvent.AccountListed;
import cmtp.persistence.directory.DirectoryEvent.AccountUnlisted;
import cmtp.persistence.directory.DirectoryEvent.ServerRecordPut;
import cmtp.persistence.directory.DirectoryEvent.ServerRecordsBegun;
import cmtp.persistence.directory.DirectoryState.Listed;
import cmtp.protocol.Bytes;
import cmtp.protocol.address.AccountName;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryStateTest {
  private static final AccountName ANN = new AccountName("ann");
  private static final AccountName BOB = new AccountName("bob");

  @Test
  void listsAccountsByName() {
    DirectoryState state =
        DirectoryState.EMPTY
            .apply(new AccountListed(BOB, 1))
            .apply(new AccountListed(ANN, 2))
            .apply(new AccountListed(new AccountName("zoe"), 3))
            .apply(new AccountUnlisted(new AccountName("zoe"), 4))
            .apply(new AccountUnlisted(new AccountName("nobody"), 5));
    assertEquals(List.of(new Listed(ANN, 2), new Listed(BOB, 1)), state.listed());
    assertTrue(state.lists(ANN));
    assertFalse(state.lists(new AccountName("zoe")));
  }

  @Test
  void keepsTheSixteenNewestServerRecords() {
    DirectoryState state = DirectoryState.EMPTY;
    for (int i = 1; i <= 17; i++) {
      state = state.apply(new ServerRecordPut(Bytes.utf8("r" + i), i));
    }
    assertEquals(Bytes.utf8("r17"), state.record().orElseThrow());
    assertEquals(16, state.records().size());
    assertEquals(Bytes.utf8("r2"), state.records().get(15));
  }

  @Test
  void forgetsTheChainThatIsBegunAnew() {
    DirectoryState state =
        DirectoryState.EMPTY
            .apply(new AccountListed(ANN, 1))
            .apply(new ServerRecordPut(Bytes.utf8("lost"), 2))
            .apply(new ServerRecordsBegun(Bytes.utf8("new"), 3));
    assertEquals(List.of(Bytes.utf8("new")), state.records());
    assertTrue(state.lists(ANN));
  }

  @Test
  void isFullAtItsBound() {
    DirectoryState state = DirectoryState.EMPTY;
    for (int i = 0; i < DirectoryState.ACCOUNTS_MAX; i++) {
      assertFalse(state.isFull());
      state = state.apply(new AccountListed(new AccountName("a" + i), i));
    }
    assertTrue(state.isFull());
  }
}
