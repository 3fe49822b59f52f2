package cmtp.node.routing;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.Record;

/** What DNS says to a question, aliases followed. */
sealed interface Answer {

  /**
   * There are records.
   *
   * @param ttl the least of the records' and of the aliases' on the way
   * @param validated whether our own validator vouches for all of it
   */
  record Records(List<Record> records, Duration ttl, boolean validated) implements Answer {
    public Records {
      records = List.copyOf(records);
      if (records.isEmpty()) {
        throw new IllegalArgumentException("an answer without records");
      }
    }

    @Override
    public String toString() {
      return records.stream().map(Record::rdataToString).collect(Collectors.joining(", "));
    }
  }

  /** There are none, and DNS is sure of it. */
  record Nothing(boolean nameExists, Duration ttl) implements Answer {
    @Override
    public String toString() {
      return nameExists ? "none" : "no such name";
    }
  }

  /** It can't be told now. */
  record Failed(String reason) implements Answer {
    @Override
    public String toString() {
      return reason;
    }
  }
}
