package io.keywell.catalog;

import io.keywell.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Callers by the SHA-256 of their keys. The first eight bytes find the entry, the whole hash is then compared in
 * constant time, so that an answer's time tells nothing about a stored key.
 */
public final class ConsumerKeys {

    private final Map<Long, Entry> byPrefix = new HashMap<>();

    /**
     * @param byHash SHA-256 of a key to its consumer; a consumer may have several keys
     */
    public ConsumerKeys(Map<Sha256, Consumer> byHash) {
        byHash.forEach((hash, consumer) -> byPrefix.merge(
                hash.prefix(), new Entry(hash.bytes(), consumer, null), (old, added) -> added.before(old)));
    }

    /**
     * These callers and more, each as it is told to be; a key that is here already keeps its consumer.
     */
    ConsumerKeys with(Map<Sha256, Consumer> more, UnaryOperator<Consumer> each) {
        Map<Sha256, Consumer> all = new HashMap<>(more);
        byPrefix.values().forEach(entry -> {
            for (Entry e = entry; e != null; e = e.next) {
                all.put(new Sha256(e.hash), e.consumer);
            }
        });
        all.replaceAll((hash, consumer) -> each.apply(consumer));
        return new ConsumerKeys(all);
    }

    public @Nullable Consumer find(Secret credential) {
        return find(Sha256.of(credential.reveal()));
    }

    /** The consumer whose key has this hash. */
    public @Nullable Consumer find(Sha256 sha256) {
        byte[] hash = sha256.bytes();
        for (Entry e = byPrefix.get(Sha256.prefix(hash)); e != null; e = e.next) {
            if (MessageDigest.isEqual(e.hash, hash)) {
                return e.consumer;
            }
        }
        return null;
    }

    public Collection<Consumer> all() {
        LinkedHashSet<Consumer> consumers = new LinkedHashSet<>();
        byPrefix.values().forEach(entry -> {
            for (Entry e = entry; e != null; e = e.next) {
                consumers.add(e.consumer);
            }
        });
        return consumers;
    }

    private record Entry(byte[] hash, Consumer consumer, @Nullable Entry next) {
        Entry before(Entry other) {
            return new Entry(hash, consumer, other);
        }
    }

    /** The SHA-256 of a caller's key, compared by content. */
    public record Sha256(byte[] bytes) {

        public static Sha256 of(String key) {
            try {
                return new Sha256(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        long prefix() {
            return prefix(bytes);
        }

        static long prefix(byte[] hash) {
            long prefix = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                prefix = prefix << 8 | hash[i] & 0xff;
            }
            return prefix;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Sha256 sha && MessageDigest.isEqual(sha.bytes, bytes);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(prefix());
        }

        @Override
        public String toString() {
            return "Sha256[...]";
        }
    }
}
