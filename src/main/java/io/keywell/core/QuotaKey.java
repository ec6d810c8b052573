package io.keywell.core;

/**
 * Names one limited thing. Stable over restarts and replicas.
 *
 * @param kind {@code pool}, {@code consumer}, {@code team} or {@code budget}
 * @param owner {@code provider/pool}, the consumer's or the team's name, or of a budget the kind and name of whose it is
 * @param group the model pattern whose limits these are, {@code *} for all
 */
public record QuotaKey(String kind, String owner, String group) {

    /** The kind of what the consumers of a team share. */
    public static final String TEAM = "team";

    public static QuotaKey pool(String provider, String pool, String group) {
        return new QuotaKey("pool", provider + "/" + pool, group);
    }

    public static QuotaKey consumer(String name) {
        return new QuotaKey("consumer", name, "*");
    }

    public static QuotaKey team(String name) {
        return new QuotaKey(TEAM, name, "*");
    }

    /** The money of a consumer or a team. */
    public static QuotaKey budgetOf(QuotaKey spender) {
        return new QuotaKey("budget", spender.kind() + "/" + spender.owner(), "*");
    }

    @Override
    public String toString() {
        return kind + ":" + owner + ":" + group;
    }
}
