package cmtp.node.keys;

import java.time.Duration;

/**
 * How foreign users' keys are looked up and remembered.
 *
 * @param ttl how long a key is remembered
 * @param negativeTtl the same where there is none
 * @param cacheEntries remembered in all; 0 for none
 * @param lookupsMax questions under way at once
 * @param lookupTimeout for one question
 */
public record KeySettings(
    Duration ttl, Duration negativeTtl, int cacheEntries, int lookupsMax, Duration lookupTimeout) {}
