package cmtp.node.proof;

import java.util.List;

/** Where the processes of a cluster run; they are counted from 1. */
interface Place extends AutoCloseable {
  /** What runs a program as this process's. */
  List<String> prefix(int process);

  /** The address at which clients find it. */
  String mail(int process);

  /** What the other processes call it. */
  String cluster(int process);

  /** The address at which a test finds its operator's interface. */
  String operator(int process);

  /** The address at which all of them find the database. */
  String database();

  @Override
  void close();

  /** One machine, an address for each. */
  final class Loopback implements Place {
    @Override
    public List<String> prefix(int process) {
      return List.of();
    }

    @Override
    public String mail(int process) {
      return "127.0.3." + process;
    }

    @Override
    public String cluster(int process) {
      return "127.0.4." + process;
    }

    @Override
    public String operator(int process) {
      return "127.0.0.1";
    }

    @Override
    public String database() {
      return "127.0.0.1";
    }

    @Override
    public void close() {
      // there is nothing to take away
    }
  }
}
