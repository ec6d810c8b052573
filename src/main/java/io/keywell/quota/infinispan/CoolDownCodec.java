package io.keywell.quota.infinispan;

import io.keywell.core.Dimension;
import io.keywell.core.Failure.Source;
import io.keywell.core.FailureClass;
import io.keywell.quota.CoolDown;
import io.keywell.quota.CoolDownChange;
import io.keywell.quota.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Cool-downs in bytes: the key is the scope, the value what was found out. Names stand as texts, so replicas of different
 * versions understand each other; what one does not know it leaves alone.
 */
final class CoolDownCodec {

    private static final int VERSION = 1;

    private static final int COOLED = 1;
    private static final int RECOVERED = 2;
    private static final int LIFTED = 3;

    private CoolDownCodec() {}

    /**
     * @param replica who found it out
     * @param credential tells the secrets of a key from each other; 0 when the scope has none
     */
    record Told(String replica, int credential, CoolDownChange change) {}

    static byte[] key(Scope scope) {
        Encoder key = new Encoder().octet(VERSION);
        if (scope instanceof Scope.Key it) {
            key.text("key").text(it.provider()).text(it.key());
        } else if (scope instanceof Scope.KeyModel it) {
            key.text("key-model").text(it.provider()).text(it.key()).text(it.model());
        } else if (scope instanceof Scope.PoolModelDimension it) {
            Dimension dimension = it.dimension();
            key.text("pool-model").text(it.provider()).text(it.pool()).text(it.modelGroup());
            key.text(dimension == null ? "" : dimension.name());
        } else if (scope instanceof Scope.Pool it) {
            key.text("pool").text(it.provider()).text(it.pool());
        } else if (scope instanceof Scope.Billing it) {
            key.text("billing").text(it.provider()).text(it.purse());
        } else if (scope instanceof Scope.ProviderModel it) {
            key.text("provider-model").text(it.provider()).text(it.model());
        }
        return key.bytes();
    }

    static byte[] value(Told told) {
        Encoder value = new Encoder().octet(VERSION).text(told.replica()).number(told.credential());
        value.number(told.change().atMillis());
        if (told.change() instanceof CoolDownChange.Cooled cooled) {
            CoolDown it = cooled.coolDown();
            value.octet(COOLED).octet(Math.min(cooled.failures(), 0xff));
            value.text(it.cause().name()).text(it.source().name());
            value.number(it.sinceMillis()).number(it.untilMillis()).text(it.text());
        } else {
            value.octet(told.change() instanceof CoolDownChange.Recovered ? RECOVERED : LIFTED);
        }
        return value.bytes();
    }

    /** Null when another version wrote it. Throws a RuntimeException when it makes no sense. */
    static @Nullable Told read(byte[] keyBytes, byte[] valueBytes) {
        Decoder key = new Decoder(keyBytes);
        Decoder value = new Decoder(valueBytes);
        if (key.octet() != VERSION || value.octet() != VERSION) {
            return null;
        }
        Scope scope = scope(key);
        return new Told(value.text(), (int) value.number(), change(scope, value));
    }

    private static Scope scope(Decoder key) {
        String kind = key.text();
        String provider = key.text();
        return switch (kind) {
            case "key" -> new Scope.Key(provider, key.text());
            case "key-model" -> new Scope.KeyModel(provider, key.text(), key.text());
            case "pool-model" -> new Scope.PoolModelDimension(provider, key.text(), key.text(), dimension(key.text()));
            case "pool" -> new Scope.Pool(provider, key.text());
            case "billing" -> new Scope.Billing(provider, key.text());
            case "provider-model" -> new Scope.ProviderModel(provider, key.text());
            default -> throw new IllegalArgumentException("no scope is a " + kind);
        };
    }

    private static @Nullable Dimension dimension(String name) {
        return name.isEmpty() ? null : Dimension.valueOf(name);
    }

    private static CoolDownChange change(Scope scope, Decoder value) {
        long at = value.number();
        int kind = value.octet();
        return switch (kind) {
            case COOLED -> {
                int failures = value.octet();
                FailureClass cause = FailureClass.valueOf(value.text());
                Source source = Source.valueOf(value.text());
                CoolDown coolDown = new CoolDown(scope, cause, source, value.number(), value.number(), value.text());
                yield new CoolDownChange.Cooled(coolDown, failures, at);
            }
            case RECOVERED -> new CoolDownChange.Recovered(scope, at);
            case LIFTED -> new CoolDownChange.Lifted(scope, at);
            default -> throw new IllegalArgumentException("no change is a " + kind);
        };
    }
}
