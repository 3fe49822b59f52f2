package cmtp.simulations.sim.federation;

import cmtp.node.delivery.DeliveryMeter;
import cmtp.node.mailbox.MailboxMeter;
import cmtp.node.net.ConnectionMeter;
import cmtp.node.session.SessionMeter;
import cmtp.protocol.address.DomainName;
import cmtp.protocol.command.Status;

/** Counts nothing: what happens in a simulation is told from what nodes store and users hear. */
enum Unmetered implements ConnectionMeter, SessionMeter, DeliveryMeter, MailboxMeter {
  INSTANCE;

  @Override
  public void opened() {}

  @Override
  public void closed() {}

  @Override
  public void refused() {}

  @Override
  public void command(String word) {}

  @Override
  public void accepted(boolean local, long bytes, long millis) {}

  @Override
  public void refused(Status reason, boolean permanent) {}

  @Override
  public void load(DomainName domain, Load load) {}

  @Override
  public void relayed(long millis) {}

  @Override
  public void deferred() {}

  @Override
  public void failed() {}

  @Override
  public void bounced() {}

  @Override
  public void attempted(boolean served, long millis) {}

  @Override
  public void keyDisputed() {}

  @Override
  public void persisted(long millis) {}

  @Override
  public void persistFailed() {}
}
