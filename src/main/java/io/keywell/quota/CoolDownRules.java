package io.keywell.quota;

import io.keywell.core.Dimension;
import io.keywell.core.Failure;
import io.keywell.core.Failure.Source;
import io.keywell.core.FailureClass;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Whom a failure keeps from being tried, and for how long. */
final class CoolDownRules {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    /** A guess without the provider's hint differs by up to this share, so that waiting things do not come back together. */
    private static final double JITTER = 0.2;

    /** First a pause, as a single 401 may be a provider's hiccup; then one more look; then somebody must act. */
    private static final long[] CREDENTIAL_MILLIS = {10 * SECOND, 5 * MINUTE};

    private final DoubleSupplier random;

    /** @param random uniform in 0 (inclusive) to 1 (exclusive) */
    CoolDownRules(DoubleSupplier random) {
        this.random = random;
    }

    /** What a failure of the subject covers; null when it cools nothing. */
    static @Nullable Scope scope(Subject subject, Failure failure) {
        Scope usual = usual(subject, failure);
        return usual == null
                ? null
                : switch (failure.scope()) {
                    case USUAL -> usual;
                    case KEY -> new Scope.Key(subject.provider(), subject.key());
                    case POOL -> new Scope.Pool(subject.provider(), subject.pool());
                };
    }

    private static @Nullable Scope usual(Subject subject, Failure failure) {
        return switch (failure.type()) {
            case RATE_SHORT -> pool(subject, failure.dimension());
            case RATE_LONG -> pool(subject, null);
            case CREDIT -> new Scope.Billing(subject.provider(), subject.billing());
            case CREDENTIAL -> new Scope.Key(subject.provider(), subject.key());
            case FORBIDDEN, MODEL_MISSING ->
                new Scope.KeyModel(subject.provider(), subject.key(), subject.upstreamModel());
            case OVERLOAD -> new Scope.ProviderModel(subject.provider(), subject.upstreamModel());
            case TOO_BIG_FOR_POOL, CONTEXT, FILTER, BAD_REQUEST, FAULT, TIMEOUT -> null;
        };
    }

    private static Scope pool(Subject subject, @Nullable Dimension dimension) {
        return new Scope.PoolModelDimension(subject.provider(), subject.pool(), subject.modelGroup(), dimension);
    }

    /** @param failures how many failures without a hint came in a row, this one included */
    CoolDown coolDown(Scope scope, Failure failure, int failures, long nowMillis) {
        boolean hinted = takesHint(failure.type()) && failure.untilMillis() > nowMillis;
        long until = hinted ? failure.untilMillis() : guess(failure.type(), failures, nowMillis);
        Source source = hinted ? failure.source() : Source.GUESSED;
        return new CoolDown(scope, failure.type(), source, nowMillis, until, text(failure));
    }

    private static boolean takesHint(FailureClass type) {
        return switch (type) {
            case RATE_SHORT, RATE_LONG, CREDIT, OVERLOAD -> true;
            default -> false;
        };
    }

    private long guess(FailureClass type, int failures, long now) {
        return switch (type) {
            case RATE_SHORT -> now + jittered(doubling(5 * SECOND, MINUTE, failures));
            case OVERLOAD -> now + doubling(2 * SECOND, 30 * SECOND, failures);
            case CREDIT -> now + 30 * MINUTE;
            case CREDENTIAL ->
                failures > CREDENTIAL_MILLIS.length ? Long.MAX_VALUE : now + CREDENTIAL_MILLIS[failures - 1];
            default -> now + HOUR;
        };
    }

    private static long doubling(long first, long most, int failures) {
        return Math.min(most, first << Math.min(failures - 1, 10));
    }

    private long jittered(long millis) {
        return Math.round(millis * (1 - JITTER + 2 * JITTER * random.getAsDouble()));
    }

    /** Whether the end is only our guess, and trying before it may pay: a person must act on the others. */
    static boolean mayProbeEarly(CoolDown coolDown) {
        return coolDown.source() == Source.GUESSED
                && switch (coolDown.cause()) {
                    case RATE_SHORT, RATE_LONG, OVERLOAD -> true;
                    default -> false;
                };
    }

    /**
     * Which of two holds, the second having come while the first was in force. Without a hint the second tells nothing new,
     * it was on its way already; a hint beats a guess; of two hints, and of different causes, the later end holds.
     */
    static CoolDown merge(CoolDown old, CoolDown fresh) {
        if (old.cause() == fresh.cause()) {
            if (fresh.source() == Source.GUESSED) {
                return old;
            }
            if (old.source() == Source.GUESSED) {
                return fresh.begunAt(old.sinceMillis());
            }
        }
        return fresh.untilMillis() > old.untilMillis() ? fresh.begunAt(old.sinceMillis()) : old;
    }

    /**
     * Which of two holds, the second being another replica's. Its guess may count failures that this replica has not seen,
     * so the longer of two guesses holds; what an operator has set holds.
     */
    static CoolDown mergeLearned(CoolDown old, CoolDown learned) {
        if (learned.source() == Source.CONFIGURED) {
            return learned;
        }
        if (learned.source() == Source.GUESSED && old.source() == Source.GUESSED) {
            return learned.untilMillis() > old.untilMillis() ? learned.begunAt(old.sinceMillis()) : old;
        }
        return merge(old, learned);
    }

    private static String text(Failure failure) {
        String type = failure.type().name().toLowerCase(Locale.ROOT);
        return failure.code() == null ? type : type + " (" + failure.code() + ")";
    }

    /** Whether the scope is the key, for all models or for one. */
    static boolean isOfKey(Scope scope, String provider, String key) {
        return scope instanceof Scope.Key k
                        && k.provider().equals(provider)
                        && k.key().equals(key)
                || scope instanceof Scope.KeyModel m
                        && m.provider().equals(provider)
                        && m.key().equals(key);
    }
}
