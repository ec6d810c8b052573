package io.keywell.catalog.config;

/**
 * One mistake in the configuration.
 *
 * @param path the property, the environment variable or the file
 * @param found what stands there; never a secret
 * @param expected what should stand there
 */
public record Problem(String path, String found, String expected) {

    private static final int LONGEST_VALUE = 80;

    /** A wrong value that may be shown. */
    public static Problem wrong(String path, String value, String expected) {
        String shown = value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
        return new Problem(path, "'" + shown + "'", expected);
    }

    /** A wrong value that may be a secret. */
    static Problem hidden(String path, String expected) {
        return new Problem(path, "a value that is not shown", expected);
    }

    static Problem missing(String path, String expected) {
        return new Problem(path, "nothing", expected);
    }

    /** One line, whatever characters the configuration holds. */
    @Override
    public String toString() {
        return (path + ": " + found + "; expected " + expected).replaceAll("\\p{Cntrl}", "?");
    }
}
