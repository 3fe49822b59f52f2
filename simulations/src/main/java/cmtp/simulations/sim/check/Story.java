package cmtp.simulations.sim.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One message's life, with what happened to the world in it. */
final class Story {
  private Story() {}

  static List<String> of(Optional<Mail> mail, List<Mail.Note> events) {
    List<Mail.Note> notes = new ArrayList<>(mail.map(Mail::notes).orElse(List.of()));
    long from = notes.isEmpty() ? 0 : notes.get(0).nanos() - Duration.ofHours(1).toNanos();
    events.stream().filter(event -> event.nanos() >= from).forEach(notes::add);
    notes.sort(Comparator.comparingLong(Mail.Note::nanos));
    return notes.stream().map(note -> time(note.nanos()) + "  " + note.text()).toList();
  }

  static String time(long nanos) {
    Duration at = Duration.ofNanos(nanos);
    return String.format(
        "%dd %02d:%02d:%02d.%03d",
        at.toDays(), at.toHoursPart(), at.toMinutesPart(), at.toSecondsPart(), at.toMillisPart());
  }
}
