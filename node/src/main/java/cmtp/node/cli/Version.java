package cmtp.node.cli;

/** What this program calls itself. */
final class Version {
  /** From the jar's manifest; unknown when run from classes. */
  static final String TEXT = text(Version.class.getPackage().getImplementationVersion());

  private Version() {}

  private static String text(String manifest) {
    return manifest == null ? "(built from source)" : manifest;
  }
}
