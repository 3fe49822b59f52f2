package cmtp.simulations.scale;

/** The lists of a domain's messages: all that wait, as they came, and those that may be tried. */
final class QueueLists {
  private static final int NONE = Messages.NONE;

  private final Domains domains;
  private final Messages messages;

  QueueLists(Domains domains, Messages messages) {
    this.domains = domains;
    this.messages = messages;
  }

  /** One more waits. */
  void append(int domain, int message) {
    int last = domains.newest[domain];
    messages.older[message] = last;
    messages.newer[message] = NONE;
    if (last == NONE) {
      domains.oldest[domain] = message;
    } else {
      messages.newer[last] = message;
    }
    domains.newest[domain] = message;
    if (domains.unnoticed[domain] == NONE) {
      domains.unnoticed[domain] = message;
    }
  }

  /** It may be tried, after those that may already. */
  void addReady(int domain, int message) {
    messages.state[message] = Messages.READY;
    messages.next[message] = NONE;
    if (domains.readyFirst[domain] == NONE) {
      domains.readyFirst[domain] = message;
    } else {
      messages.next[domains.readyLast[domain]] = message;
    }
    domains.readyLast[domain] = message;
    domains.ready[domain]++;
  }

  /** The next message that may be tried; the caller knows that there is one. */
  int takeReady(int domain) {
    int message = popReady(domain);
    while (messages.state[message] == Messages.GONE) {
      messages.free(message);
      message = popReady(domain);
    }
    domains.ready[domain]--;
    messages.state[message] = Messages.BUSY;
    return message;
  }

  private int popReady(int domain) {
    int message = domains.readyFirst[domain];
    domains.readyFirst[domain] = messages.next[message];
    return message;
  }

  /** Gives the places of failed messages at the front back. */
  void pruneReady(int domain) {
    int message = domains.readyFirst[domain];
    while (message != NONE && messages.state[message] == Messages.GONE) {
      popReady(domain);
      messages.free(message);
      message = domains.readyFirst[domain];
    }
  }

  /** These, linked, were handed to a connection and not touched: they are first again. */
  void untouched(int domain, int first) {
    int last = first;
    int count = 1;
    messages.state[first] = Messages.READY;
    while (messages.next[last] != NONE) {
      last = messages.next[last];
      messages.state[last] = Messages.READY;
      count++;
    }
    messages.next[last] = domains.readyFirst[domain];
    if (domains.readyFirst[domain] == NONE) {
      domains.readyLast[domain] = last;
    }
    domains.readyFirst[domain] = first;
    domains.ready[domain] += count;
  }

  /** It waits no more. */
  void unlink(int domain, int message) {
    int older = messages.older[message];
    int newer = messages.newer[message];
    if (older == NONE) {
      domains.oldest[domain] = newer;
    } else {
      messages.newer[older] = newer;
    }
    if (newer == NONE) {
      domains.newest[domain] = older;
    } else {
      messages.older[newer] = older;
    }
    if (domains.unnoticed[domain] == message) {
      domains.unnoticed[domain] = newer;
    }
  }
}
