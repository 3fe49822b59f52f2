package cmtp.simulations.report;

/** A name and what is to be said under it. */
public record Fact(String name, String words) {}
