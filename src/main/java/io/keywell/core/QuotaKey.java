package io.keywell.core;

/**
 * Names one limited thing. Stable over restarts and replicas.
 *
 * @param kind {@code pool} or {@code consumer}
 * @param owner {@code provider/pool}, or the consumer's name
 * @param group the model pattern whose limits these are, {@code *} for all
 */
public record QuotaKey(String kind, String owner, String group) {

    public static QuotaKey pool(String provider, String pool, String group) {
        return new QuotaKey("pool", provider + "/" + pool, group);
    }

    public static QuotaKey consumer(String name) {
        return new QuotaKey("consumer", name, "*");
    }

    @Override
    public String toString() {
        return kind + ":" + owner + ":" + group;
    }
}
