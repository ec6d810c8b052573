package io.keywell.telemetry;

import io.keywell.core.CallRecord;
import io.keywell.core.CallSink;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One line for each finished call, for those who ask for it. Keys by their names; nothing that was said. */
public final class CallLog implements CallSink {

    private static final Logger LOG = Logger.getLogger("io.keywell.calls");

    @Override
    public void accept(CallRecord call) {
        LOG.info(line(call));
    }

    static String line(CallRecord call) {
        return "%s %s %s %s -> %s/%s key=%s %s%s attempts=%d waited=%dms first=%dms total=%dms in=%d out=%d"
                .formatted(
                        call.id(),
                        call.consumer(),
                        call.operation().name().toLowerCase(Locale.ROOT),
                        call.modelLabel(),
                        or(call.provider()),
                        visible(or(call.upstreamModel())),
                        or(call.key()),
                        call.outcome().label(),
                        call.error() == null ? "" : ":" + call.error().name().toLowerCase(Locale.ROOT),
                        call.attempts().size(),
                        TimeUnit.NANOSECONDS.toMillis(call.waitedNanos()),
                        TimeUnit.NANOSECONDS.toMillis(call.firstTokenNanos()),
                        TimeUnit.NANOSECONDS.toMillis(call.totalNanos()),
                        call.usage().input(),
                        call.usage().output());
    }

    private static String or(@Nullable String text) {
        return text == null ? "-" : text;
    }

    /** A caller may have made the name up: it must not begin another line. */
    private static String visible(String name) {
        return name.replaceAll("[^!-~]", "?");
    }
}
