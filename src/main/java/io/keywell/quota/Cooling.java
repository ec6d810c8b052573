package io.keywell.quota;

/**
 * A scope's cool-down and what comes after it. A short one just ends. After a long one the scope is half-open: one probe
 * at a time, until one succeeds; then a growing share of the requests may pass.
 *
 * @param failures failures without a hint in a row; makes the next guess longer
 * @param probeUntilMillis when the probe that is out is given up; 0 = none is out
 * @param rampSinceMillis when a probe succeeded; 0 = none has
 */
record Cooling(CoolDown coolDown, int failures, long probeUntilMillis, long rampSinceMillis) {

    /** After a cool-down of more than this a probe goes first. */
    private static final long PROBED_MILLIS = 10_000;

    /** A probe that nobody ended does not keep the others out for longer than this. */
    private static final long PROBE_MILLIS = 30_000;

    /** While a probe is out, ask again after this: it usually ends long before it is given up. */
    private static final long PROBE_RETRY_MILLIS = 1_000;

    private static final double[] RAMP = {0.10, 0.25, 0.50};
    private static final long RAMP_STAGE_MILLIS = 3_333;

    /** Failure counts and half-open states without any traffic are forgotten after this. */
    private static final long MEMORY_MILLIS = 3_600_000;

    static Cooling start(CoolDown coolDown, int failures) {
        return new Cooling(coolDown, failures, 0, 0);
    }

    boolean activeAt(long now) {
        return coolDown.activeAt(now);
    }

    boolean halfOpenAt(long now) {
        boolean probed = coolDown.untilMillis() - coolDown.sinceMillis() > PROBED_MILLIS;
        return probed && rampSinceMillis == 0 && !activeAt(now);
    }

    boolean rampingAt(long now) {
        return rampSinceMillis != 0 && now < rampSinceMillis + RAMP.length * RAMP_STAGE_MILLIS;
    }

    /** Whether it no longer keeps anybody out. */
    boolean overAt(long now) {
        return !activeAt(now) && !halfOpenAt(now) && !rampingAt(now);
    }

    /** Whether nothing about it is worth remembering. */
    boolean forgettableAt(long now) {
        boolean old = !activeAt(now) && now - coolDown.untilMillis() > MEMORY_MILLIS;
        return old || (overAt(now) && failures == 0);
    }

    boolean probeOutAt(long now) {
        return now < probeUntilMillis;
    }

    /** Epoch milliseconds at which to ask again; 0 = it may be tried. */
    long blockedUntil(long now) {
        if (activeAt(now)) {
            return coolDown.untilMillis();
        }
        return halfOpenAt(now) && probeOutAt(now) ? Math.min(probeUntilMillis, now + PROBE_RETRY_MILLIS) : 0;
    }

    /** The share of requests that may pass while it ramps up. */
    double share(long now) {
        return rampingAt(now) ? RAMP[rampStage(now)] : 1;
    }

    long nextShareMillis(long now) {
        return rampSinceMillis + (rampStage(now) + 1) * RAMP_STAGE_MILLIS;
    }

    private int rampStage(long now) {
        return (int) Math.max(0, (now - rampSinceMillis) / RAMP_STAGE_MILLIS);
    }

    /** Whether a quarter of a guessed time is over, so that one request may find out whether the guess was too long. */
    boolean earlyProbeDueAt(long now) {
        long length = coolDown.untilMillis() - coolDown.sinceMillis();
        return CoolDownRules.mayProbeEarly(coolDown) && !probeOutAt(now) && now - coolDown.sinceMillis() >= length / 4;
    }

    Cooling withProbe(long now) {
        return new Cooling(coolDown, failures, now + PROBE_MILLIS, rampSinceMillis);
    }

    Cooling withoutProbe() {
        return new Cooling(coolDown, failures, 0, rampSinceMillis);
    }

    /** After a success; a cool-down in force goes on unless the success was a probe's. */
    Cooling afterSuccess(long now) {
        if (activeAt(now) && !probeOutAt(now)) {
            return failures == 0 ? this : new Cooling(coolDown, 0, 0, 0);
        }
        if (rampSinceMillis != 0) {
            return this;
        }
        Cooling ended = start(coolDown.endedAt(now), 0);
        return halfOpenAt(now) || ended.halfOpenAt(now) ? new Cooling(ended.coolDown, 0, 0, now) : ended;
    }
}
