package io.keywell.quota;

import io.keywell.core.Failure;
import io.keywell.core.Failure.Source;
import io.keywell.core.FailureClass;
import java.util.ArrayList;
import java.util.List;

/** Cool-downs on a clock and a random source that the test sets, and what their listener was told. */
class CoolDownRig {

    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;

    static final Subject SUBJECT = new Subject("openai", "org-1", "purse", "key-1", "gpt-4o", "gpt-4o*");
    static final Subject OTHER_KEY = new Subject("openai", "org-1", "purse", "key-2", "gpt-4o", "gpt-4o*");
    static final Subject OTHER_MODEL = new Subject("openai", "org-1", "purse", "key-1", "o3", "o3*");
    static final Subject OTHER_POOL = new Subject("openai", "org-2", "purse", "key-3", "gpt-4o", "gpt-4o*");
    static final Subject OTHER_PURSE = new Subject("openai", "org-3", "other", "key-4", "gpt-4o", "gpt-4o*");
    static final Subject OTHER_PROVIDER = new Subject("azure", "org-1", "purse", "key-1", "gpt-4o", "gpt-4o*");
    static final List<Subject> OTHERS = List.of(OTHER_KEY, OTHER_MODEL, OTHER_POOL, OTHER_PURSE, OTHER_PROVIDER);

    final ManualClock clock = new ManualClock("2026-03-04T10:00:00Z");
    double random = 0.5;
    final CoolDowns coolDowns = new CoolDowns(clock, () -> random, 50);
    final List<CoolDown> told = new ArrayList<>();

    CoolDownRig() {
        coolDowns.onChange(told::add);
    }

    void fail(FailureClass type) {
        coolDowns.report(SUBJECT, Failure.of(type));
    }

    void failWithHint(FailureClass type, long inMillis, Source source) {
        coolDowns.report(
                SUBJECT,
                new Failure(
                        type,
                        Failure.Scope.USUAL,
                        null,
                        clock.now() + inMillis,
                        source,
                        "some_code",
                        null,
                        null,
                        0,
                        false));
    }

    /** For how long the subject is blocked from now. */
    long blockedFor() {
        long until = coolDowns.blockedUntil(SUBJECT);
        return until == 0 || until == Long.MAX_VALUE ? until : until - clock.now();
    }

    void waitForTheEnd() {
        clock.set(coolDowns.blockedUntil(SUBJECT));
    }

    List<Subject> alsoBlocked() {
        return OTHERS.stream()
                .filter(other -> coolDowns.blockedUntil(other) != 0)
                .toList();
    }
}
