package io.keywell.simulator;

/** Durations as OpenAI writes them in headers and messages: {@code 12ms}, {@code 7.66s}, {@code 6m0s}. */
final class GoDuration {

    private GoDuration() {}

    static String format(long millis) {
        if (millis == 0) {
            return "0s";
        }
        if (millis < 1_000) {
            return millis + "ms";
        }
        StringBuilder text = new StringBuilder(16);
        long hours = millis / 3_600_000;
        long minutes = millis / 60_000 % 60;
        if (hours > 0) {
            text.append(hours).append('h');
        }
        if (hours > 0 || minutes > 0) {
            text.append(minutes).append('m');
        }
        text.append(millis / 1_000 % 60);
        long fraction = millis % 1_000;
        if (fraction > 0) {
            text.append('.').append(fraction < 100 ? "0" : "").append(fraction < 10 ? "0" : "");
            text.append(fraction % 100 == 0 ? fraction / 100 : fraction % 10 == 0 ? fraction / 10 : fraction);
        }
        return text.append('s').toString();
    }
}
