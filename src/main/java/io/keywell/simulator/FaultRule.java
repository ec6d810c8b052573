package io.keywell.simulator;

import org.jspecify.annotations.Nullable;

/**
 * When a fault happens.
 *
 * @param times how often, then the rule is gone; {@link #ALWAYS} = until the script is cleared
 * @param key end of the secret that it is for; null = every key
 * @param model null = every model
 * @param probability of each call that fits, 0 to 1
 */
public record FaultRule(Act act, int times, @Nullable String key, @Nullable String model, double probability) {

    public static final int ALWAYS = Integer.MAX_VALUE;

    public FaultRule {
        if (times < 1) {
            throw new IllegalArgumentException("times: expected 1 or more");
        }
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability: expected 0 to 1");
        }
    }

    public static FaultRule once(Fault fault) {
        return times(fault, 1);
    }

    public static FaultRule always(Fault fault) {
        return times(fault, ALWAYS);
    }

    public static FaultRule times(Fault fault, int times) {
        return new FaultRule(Act.of(fault), times, null, null, 1);
    }

    /** The next call is answered so, word by word. */
    public static FaultRule once(CannedAnswer answer) {
        Act usual = Act.of(Fault.CANNED);
        return new FaultRule(new Act(Fault.CANNED, usual.after(), usual.gapMillis(), answer), 1, null, null, 1);
    }

    public FaultRule forKey(String suffix) {
        return new FaultRule(act, times, suffix, model, probability);
    }

    public FaultRule forModel(String name) {
        return new FaultRule(act, times, key, name, probability);
    }

    /** For faults in the middle of a stream: how many pieces of content come before it. */
    public FaultRule after(int pieces) {
        return with(new Act(act.fault(), pieces, act.gapMillis(), act.canned()));
    }

    /** For {@link Fault#DRIP}, {@link Fault#GAPS} and {@link Fault#QUEUED}: milliseconds between the bytes or events. */
    public FaultRule gap(int millis) {
        return with(new Act(act.fault(), act.after(), millis, act.canned()));
    }

    private FaultRule with(Act other) {
        return new FaultRule(other, times, key, model, probability);
    }

    /**
     * What happens.
     *
     * @param after pieces of content before a fault in the middle of a stream
     * @param gapMillis between bytes or events, for slow answers
     * @param canned the answer of {@link Fault#CANNED}
     */
    public record Act(Fault fault, int after, int gapMillis, CannedAnswer canned) {

        public Act {
            if (after < 0 || gapMillis < 1) {
                throw new IllegalArgumentException("after: expected 0 or more; gap: expected 1 or more milliseconds");
            }
        }

        static Act of(Fault fault) {
            return new Act(fault, 2, fault == Fault.GAPS ? 2_000 : 2, CannedAnswer.USUAL);
        }
    }

    boolean fits(SimulatedKey called, @Nullable String calledModel) {
        return (key == null || called.endsWith(key)) && (model == null || model.equals(calledModel));
    }

    /** Without the key: it may be a whole secret. */
    @Override
    public String toString() {
        return act.fault().wireName() + " x " + times;
    }
}
