package cmtp.simulations.sim.scenario;

/**
 * What users write.
 *
 * @param mails in all, spread over the work by chance
 * @param sizeMedian of a letter's text, bytes, and {@code sizeSigma} how much it differs
 * @param sizeMax the longest
 * @param local the share of letters to one's own domain
 * @param nobody the share of letters to addresses that don't exist
 * @param poison the share of letters to domains whose nodes are no good
 * @param ring the share of letters to a domain that every node is told another one has
 * @param unproven the share of letters that trusted hosts hand in, and nobody can have
 * @param strangers the share of letters that hosts which no node knows hand to their readers' nodes
 * @param hub the share of letters to the first domain
 * @param burst how many letters a user writes at once
 */
public record Work(
    int mails,
    int sizeMedian,
    double sizeSigma,
    int sizeMax,
    double local,
    double nobody,
    double poison,
    double ring,
    double unproven,
    double strangers,
    double hub,
    int burst) {}
