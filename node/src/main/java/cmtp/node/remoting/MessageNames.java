package cmtp.node.remoting;

import cmtp.node.delivery.QueueBoard;
import cmtp.node.delivery.RemoteDomain;
import cmtp.node.mailbox.Directory;
import cmtp.node.mailbox.Mailbox;
import cmtp.persistence.queue.PeerKnowledge;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each message that may leave its process is called on the way. A name is for ever: processes
 * of neighbouring versions speak to each other while a cluster is upgraded.
 */
final class MessageNames {
  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("m.InSession", Mailbox.InSession.class),
          Map.entry("m.Check", Mailbox.Check.class),
          Map.entry("m.Deliver", Mailbox.Deliver.class),
          Map.entry("m.Append", Mailbox.Append.class),
          Map.entry("m.GetAccount", Mailbox.GetAccount.class),
          Map.entry("m.Invite", Mailbox.Invite.class),
          Map.entry("m.Register", Mailbox.Register.class),
          Map.entry("m.Open", Mailbox.Open.class),
          Map.entry("m.Disable", Mailbox.Disable.class),
          Map.entry("m.Enable", Mailbox.Enable.class),
          Map.entry("m.Reset", Mailbox.Reset.class),
          Map.entry("m.Remove", Mailbox.Remove.class),
          Map.entry("m.ReplaceXzibit", Mailbox.ReplaceXzibit.class),
          Map.entry("m.PutRecord", Mailbox.PutRecord.class),
          Map.entry("m.GetBoxes", Mailbox.GetBoxes.class),
          Map.entry("m.ListBox", Mailbox.ListBox.class),
          Map.entry("m.Find", Mailbox.Find.class),
          Map.entry("m.ChangeFlags", Mailbox.ChangeFlags.class),
          Map.entry("m.Move", Mailbox.Move.class),
          Map.entry("m.Copy", Mailbox.Copy.class),
          Map.entry("m.Delete", Mailbox.Delete.class),
          Map.entry("m.Watch", Mailbox.Watch.class),
          Map.entry("m.Unwatch", Mailbox.Unwatch.class),
          Map.entry("m.WhichAreHeld", Mailbox.WhichAreHeld.class),
          Map.entry("m.BeginImport", Mailbox.BeginImport.class),
          Map.entry("m.ImportBox", Mailbox.ImportBox.class),
          Map.entry("m.ImportDepartures", Mailbox.ImportDepartures.class),
          Map.entry("m.FinishImport", Mailbox.FinishImport.class),
          Map.entry("mr.Refused", Mailbox.Refused.class),
          Map.entry("mr.SessionOver", Mailbox.SessionOver.class),
          Map.entry("mr.Done", Mailbox.Done.class),
          Map.entry("mr.DoneAt", Mailbox.DoneAt.class),
          Map.entry("mr.Stored", Mailbox.Stored.class),
          Map.entry("mr.Placed", Mailbox.Placed.class),
          Map.entry("mr.AccountView", Mailbox.AccountView.class),
          Map.entry("mr.BoxesView", Mailbox.BoxesView.class),
          Map.entry("mr.ListView", Mailbox.ListView.class),
          Map.entry("mr.Found", Mailbox.Found.class),
          Map.entry("mr.Held", Mailbox.Held.class),
          Map.entry("mr.Changed", Mailbox.Changed.class),
          Map.entry("mr.WatchOver", Mailbox.WatchOver.class),
          Map.entry("d.ListName", Directory.ListName.class),
          Map.entry("d.UnlistName", Directory.UnlistName.class),
          Map.entry("d.GetNames", Directory.GetNames.class),
          Map.entry("d.GetRecords", Directory.GetRecords.class),
          Map.entry("d.BeginRecords", Directory.BeginRecords.class),
          Map.entry("d.AppendRecord", Directory.AppendRecord.class),
          Map.entry("d.RestartRecords", Directory.RestartRecords.class),
          Map.entry("dr.Done", Directory.Done.class),
          Map.entry("dr.Full", Directory.Full.class),
          Map.entry("dr.Names", Directory.Names.class),
          Map.entry("dr.Records", Directory.Records.class),
          Map.entry("dr.StaleRecord", Directory.StaleRecord.class),
          Map.entry("q.Stop", RemoteDomain.Stop.class),
          Map.entry("q.Start", RemoteDomain.Start.class),
          Map.entry("q.Check", RemoteDomain.Check.class),
          Map.entry("q.Enqueue", RemoteDomain.Enqueue.class),
          Map.entry("q.TakeBack", RemoteDomain.TakeBack.class),
          Map.entry("q.WhichAreHeld", RemoteDomain.WhichAreHeld.class),
          Map.entry("q.GetPeer", RemoteDomain.GetPeer.class),
          Map.entry("q.PeerMet", RemoteDomain.PeerMet.class),
          Map.entry("q.PeerDisputed", RemoteDomain.PeerDisputed.class),
          Map.entry("q.Contact", RemoteDomain.Contact.class),
          Map.entry("q.GetSummary", RemoteDomain.GetSummary.class),
          Map.entry("q.ListMail", RemoteDomain.ListMail.class),
          Map.entry("q.FindMail", RemoteDomain.FindMail.class),
          Map.entry("q.Retry", RemoteDomain.Retry.class),
          Map.entry("q.Hold", RemoteDomain.Hold.class),
          Map.entry("q.Release", RemoteDomain.Release.class),
          Map.entry("q.Drop", RemoteDomain.Drop.class),
          Map.entry("q.Cancel", RemoteDomain.Cancel.class),
          Map.entry("q.Pause", RemoteDomain.Pause.class),
          Map.entry("q.Resume", RemoteDomain.Resume.class),
          Map.entry("q.Trust", RemoteDomain.Trust.class),
          Map.entry("qr.Queued", RemoteDomain.Queued.class),
          Map.entry("qr.Known", RemoteDomain.Known.class),
          Map.entry("qr.Refused", RemoteDomain.Refused.class),
          Map.entry("qr.Held", RemoteDomain.Held.class),
          Map.entry("qr.Peer", PeerKnowledge.class),
          Map.entry("qr.Summary", RemoteDomain.Summary.class),
          Map.entry("qr.Mails", RemoteDomain.Mails.class),
          Map.entry("qr.Changed", RemoteDomain.Changed.class),
          Map.entry("b.GetOwnSummaries", QueueBoard.GetOwnSummaries.class),
          Map.entry("b.GatherOwnMail", QueueBoard.GatherOwnMail.class),
          Map.entry("b.FindOwnMail", QueueBoard.FindOwnMail.class),
          Map.entry("b.WaitingHere", QueueBoard.WaitingHere.class),
          Map.entry("br.Summaries", QueueBoard.Summaries.class),
          Map.entry("br.Gathered", QueueBoard.Gathered.class));

  private static final Map<Class<?>, String> NAMES = names();

  private MessageNames() {}

  private static Map<Class<?>, String> names() {
    Map<Class<?>, String> names = new HashMap<>();
    TYPES.forEach((name, type) -> names.put(type, name));
    return Map.copyOf(names);
  }

  static Set<String> all() {
    return TYPES.keySet();
  }

  static Optional<String> of(Class<?> type) {
    return Optional.ofNullable(NAMES.get(type));
  }

  static Optional<Class<?>> type(String name) {
    return Optional.ofNullable(TYPES.get(name));
  }
}
