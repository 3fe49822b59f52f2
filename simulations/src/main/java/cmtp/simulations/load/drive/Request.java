package cmtp.simulations.load.drive;

import cmtp.simulations.load.plan.Operation;

/**
 * One request.
 *
 * @param number its own in the whole run; mailboxes take turns by it
 * @param size which of the plan's, for mail
 * @param dueNanos when it was due; in a closed loop when it was begun
 * @param measured whether its latency counts
 */
record Request(Operation operation, long number, int size, long dueNanos, boolean measured) {}
