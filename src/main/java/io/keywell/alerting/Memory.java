package io.keywell.alerting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What was told already. A thing is told when it has been true for its time, again while it stays true after each
 * {@code repeat}, and once when it is over; what comes and goes within a minute stays one thing. More notices than the
 * limit in a minute wait for the next: nothing is lost, unless it is over before. One thread.
 */
final class Memory {

    private static final long OVER_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final long repeatMillis;
    private final int perMinute;
    private final Map<Subject, State> states = new HashMap<>();

    private long minute;
    private int toldInMinute;

    Memory(long repeatMillis, int perMinute) {
        this.repeatMillis = repeatMillis;
        this.perMinute = perMinute;
    }

    private record Subject(Alert alert, String name) {}

    private static final class State {
        private final long sinceMillis;
        private Finding finding;
        private long lastTrueMillis;
        /** 0 = nobody was told. */
        private long toldMillis;

        State(Finding finding, long nowMillis) {
            this.finding = finding;
            this.sinceMillis = nowMillis;
        }
    }

    /** What is to be told of what is true now. */
    List<Notice> remember(List<Finding> findings, long nowMillis) {
        List<Notice> notices = new ArrayList<>();
        Set<Subject> present = new HashSet<>();
        for (Finding finding : findings) {
            Subject subject = new Subject(finding.alert(), finding.subject());
            present.add(subject);
            State state = states.computeIfAbsent(subject, added -> new State(finding, nowMillis));
            state.finding = finding;
            state.lastTrueMillis = nowMillis;
            if (isDue(state, nowMillis) && mayTell(nowMillis)) {
                state.toldMillis = nowMillis;
                notices.add(new Notice(finding, true, state.sinceMillis));
            }
        }
        for (Iterator<Map.Entry<Subject, State>> all = states.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Subject, State> entry = all.next();
            if (!present.contains(entry.getKey()) && isOver(entry.getValue(), nowMillis, notices)) {
                all.remove();
            }
        }
        return notices;
    }

    private boolean isDue(State state, long nowMillis) {
        if (state.toldMillis == 0) {
            return nowMillis - state.sinceMillis >= state.finding.alert().holdMillis();
        }
        return nowMillis - state.toldMillis >= repeatMillis;
    }

    /** Whether it can be forgotten. */
    private boolean isOver(State state, long nowMillis, List<Notice> notices) {
        if (state.toldMillis == 0) {
            return true;
        }
        if (nowMillis - state.lastTrueMillis < OVER_MILLIS || !mayTell(nowMillis)) {
            return false;
        }
        notices.add(new Notice(state.finding, false, state.sinceMillis));
        return true;
    }

    private boolean mayTell(long nowMillis) {
        long now = TimeUnit.MILLISECONDS.toMinutes(nowMillis);
        if (now != minute) {
            minute = now;
            toldInMinute = 0;
        }
        return toldInMinute++ < perMinute;
    }
}
