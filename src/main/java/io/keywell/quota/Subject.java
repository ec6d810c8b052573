package io.keywell.quota;

/**
 * One thing that can be tried, in the words that cool-downs use.
 *
 * @param provider the provider's name
 * @param pool its quota pool
 * @param billing the pool's purse
 * @param key the key's name, or {@link #NO_KEY}
 * @param upstreamModel the provider's name of the model
 * @param modelGroup the model pattern whose limits apply in the pool
 */
public record Subject(
        String provider, String pool, String billing, String key, String upstreamModel, String modelGroup) {

    /** For what is asked of a pool apart from its keys: no key is named so. */
    public static final String NO_KEY = "";
}
