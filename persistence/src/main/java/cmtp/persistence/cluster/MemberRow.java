package cmtp.persistence.cluster;

/**
 * What the database holds of one process.
 *
 * @param incarnation differs for every start of a process
 * @param address where it is reached by the others, as {@code host:port}
 * @param epoch of its cluster; of no meaning while it waits
 * @param beat goes up by one with every sign of life
 * @param silentMs time since the last one, by the database's clock
 */
public record MemberRow(
    long incarnation, String address, long epoch, long beat, long silentMs, MemberState state) {}
