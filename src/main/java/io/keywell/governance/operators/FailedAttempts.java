package io.keywell.governance.operators;

import io.keywell.core.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * Who has presented wrong credentials too often. Each failure of an address counts one, one is forgiven after each
 * interval; at the limit it must wait. The memory is bounded: when it is full the address that failed longest ago goes.
 */
final class FailedAttempts {

    private static final int MOST_ADDRESSES = 10_000;

    private final int most;
    private final long forgivenMillis;
    private final Clock clock;
    private final int mostAddresses;

    /** In the order of the last failure. */
    private final LinkedHashMap<String, Count> counts = new LinkedHashMap<>();

    private record Count(double failures, long atMillis) {}

    FailedAttempts(int most, long forgivenMillis, Clock clock) {
        this(most, forgivenMillis, clock, MOST_ADDRESSES);
    }

    FailedAttempts(int most, long forgivenMillis, Clock clock, int mostAddresses) {
        this.most = most;
        this.forgivenMillis = Math.max(1, forgivenMillis);
        this.clock = clock;
        this.mostAddresses = mostAddresses;
    }

    synchronized void failed(String address) {
        long now = clock.epochMillis();
        double failures = Math.min(most, failures(address, now) + 1);
        counts.remove(address);
        if (counts.size() >= mostAddresses) {
            Iterator<String> oldest = counts.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        counts.put(address, new Count(failures, now));
    }

    /** A good credential clears the address. */
    synchronized void succeeded(String address) {
        counts.remove(address);
    }

    /** Milliseconds until the address may try again; 0 = it may. */
    synchronized long waitMillis(String address) {
        double failures = failures(address, clock.epochMillis());
        return failures <= most - 1 ? 0 : Math.max(1, Math.round((failures - most + 1) * forgivenMillis));
    }

    private double failures(String address, long now) {
        Count count = counts.get(address);
        if (count == null) {
            return 0;
        }
        double forgiven = (double) Math.max(0, now - count.atMillis()) / forgivenMillis;
        return Math.max(0, count.failures() - forgiven);
    }

    synchronized int addresses() {
        return counts.size();
    }
}
