package io.keywell.simulator;

import io.keywell.simulator.ErrorWords.Scene;
import io.keywell.simulator.Verdict.Refused;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills the blanks in the words of the compatible vendors: about the call, about the limit, about the error itself. */
final class Blanks {

    private static final Pattern LATER = Pattern.compile("\\{now\\+(\\d+)}");

    private Blanks() {}

    /** {@code {model}}, {@code {org}}, {@code {request}}; times: milliseconds from now, and the next midnight UTC. */
    static String ofScene(String text, Scene scene) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        String model = scene.model();
        Instant midnight = Instant.ofEpochMilli(scene.nowMillis())
                .truncatedTo(ChronoUnit.DAYS)
                .plus(1, ChronoUnit.DAYS);
        String timed = LATER.matcher(text)
                .replaceAll(delay -> Long.toString(scene.nowMillis() + Long.parseLong(delay.group(1))));
        return timed.replace("{org}", scene.organization())
                .replace("{request}", scene.requestId())
                .replace("{midnight-ms}", Long.toString(midnight.toEpochMilli()))
                .replace("{midnight}", midnight.toString())
                .replace("{model}", model == null ? "" : model);
    }

    /** A limit that stands in the way for a time. */
    static String ofRefusal(String text, Refused why) {
        long wait = Math.max(0, why.waitMillis());
        return text.replace("{dimension}", why.dimension())
                .replace("{limited-type}", why.type())
                .replace("{limit}", Long.toString(why.limit()))
                .replace("{used}", Long.toString(why.used()))
                .replace("{requested}", Long.toString(why.requested()))
                .replace("{again}", wait == 0 ? "a moment" : GoDuration.format(wait))
                .replace("{wait-ms}", Long.toString(wait))
                .replace("{wait-seconds}", Long.toString((wait + 999) / 1_000));
    }

    /** A frame around an error: {@code {status}}, {@code {details}}, and as JSON values all its words. */
    static String frame(String frame, ErrorAnswer error, Scene scene) {
        return ofScene(frame, scene)
                .replace("{status}", Integer.toString(error.status()))
                .replace("{type}", quoted(error.type()))
                .replace("{param}", quoted(error.param()))
                .replace("{code}", quoted(error.code()))
                .replace("{details}", ofScene(String.join("", error.details()), scene))
                .replace("{message}", quoted(ofScene(error.message(), scene)));
    }

    private static String quoted(@Nullable String value) {
        StringBuilder json = new StringBuilder(64);
        ErrorAnswer.quote(json, value);
        return json.toString();
    }
}
