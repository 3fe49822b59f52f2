package cmtp.node.net;

/** Is told of connections from outside, to be counted. */
public interface ConnectionMeter {
  void opened();

  void closed();

  /** One more than the limits allow. */
  void refused();
}
