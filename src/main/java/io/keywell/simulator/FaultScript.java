package io.keywell.simulator;

import io.keywell.simulator.FaultRule.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The faults that a provider has yet to play, in the order in which they were added. Safe for several threads. */
public final class FaultScript {

    /** A model of this name asks for a fault by itself: {@code fault:hang}. */
    private static final String MODEL_PREFIX = "fault:";

    private final RandomGenerator random;
    private final List<Entry> entries = new ArrayList<>();
    private volatile boolean empty = true;

    FaultScript(RandomGenerator random) {
        this.random = random;
    }

    public synchronized void add(FaultRule rule) {
        entries.add(new Entry(rule));
        empty = false;
    }

    public synchronized void clear() {
        entries.clear();
        empty = true;
    }

    /** What is left, with the times that are left. */
    public synchronized List<FaultRule> rules() {
        return entries.stream().map(Entry::remaining).toList();
    }

    /** What this call shall suffer; null = nothing. Takes it off the script. */
    @Nullable
    Act take(SimulatedKey key, @Nullable String model) {
        if (model != null && model.startsWith(MODEL_PREFIX)) {
            Fault fault = Fault.named(model.substring(MODEL_PREFIX.length()));
            return Act.of(fault == null ? Fault.MODEL_MISSING : fault);
        }
        return empty ? null : takeScripted(key, model);
    }

    private synchronized @Nullable Act takeScripted(SimulatedKey key, @Nullable String model) {
        for (Entry entry : entries) {
            FaultRule rule = entry.rule;
            if (rule.fits(key, model) && (rule.probability() == 1 || random.nextDouble() < rule.probability())) {
                if (rule.times() != FaultRule.ALWAYS && --entry.left == 0) {
                    entries.remove(entry);
                    empty = entries.isEmpty();
                }
                return rule.act();
            }
        }
        return null;
    }

    private static final class Entry {

        private final FaultRule rule;
        private int left;

        Entry(FaultRule rule) {
            this.rule = rule;
            this.left = rule.times();
        }

        FaultRule remaining() {
            return new FaultRule(rule.act(), left, rule.key(), rule.model(), rule.probability());
        }
    }
}
