package cmtp.node;

/**
 * One setting, for people.
 *
 * @param origin where the value comes from: a file and line, {@code command line} or {@code
 *     default}
 */
public record SettingDescription(
    String name, String value, String defaultValue, String meaning, String origin) {}
