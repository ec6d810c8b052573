package io.keywell.governance.store;

import io.keywell.core.Clock;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The data keys, each wrapped by a key-encryption key. Works in the transaction that it is called in. */
@ApplicationScoped
public class SecretKeys implements PanacheRepositoryBase<SecretKeyRow, Integer> {

    private static final int FIRST = 1;

    private final Clock clock;
    private final SecureRandom random;

    public SecretKeys(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * The box of this installation; the first replica that asks makes the first data key. Fails with a {@link
     * BrokenSealException} when a data key is wrapped by a key-encryption key that is not among these.
     */
    public Uni<SecretBox> box(KeyEncryptionKeys keks) {
        return listAll()
                .chain(found -> found.isEmpty() ? first(keks).chain(() -> listAll()) : one(found))
                .map(rows -> unwrap(rows, keks));
    }

    /** Wraps every data key anew with the present key-encryption key; the secrets themselves stay as they are. */
    public Uni<Integer> rewrap(KeyEncryptionKeys keks) {
        return findAll().withLock(LockModeType.PESSIMISTIC_WRITE).list().chain(rows -> {
            List<SecretKeyRow> old =
                    rows.stream().filter(row -> !row.kek.equals(keks.current())).toList();
            old.forEach(row -> {
                byte[] plain = unwrap(row, keks).getEncoded();
                row.wrapped = Seal.close(keks.currentKey(), place(row.id), plain, random);
                row.kek = keks.current();
            });
            return flush().replaceWith(old.size());
        });
    }

    private static Uni<List<SecretKeyRow>> one(List<SecretKeyRow> found) {
        return Uni.createFrom().item(found);
    }

    /** Two replicas may do so at once: one of the keys is kept, by everybody. */
    private Uni<Integer> first(KeyEncryptionKeys keks) {
        byte[] key = new byte[KeyEncryptionKeys.BYTES];
        random.nextBytes(key);
        byte[] wrapped = Seal.close(keks.currentKey(), place(FIRST), key, random);
        return getSession().chain(session -> session.createNativeQuery(
                        "insert into secret_key (id, kek, wrapped, created_at) values (?1, ?2, ?3, ?4)"
                                + " on conflict do nothing")
                .setParameter(1, FIRST)
                .setParameter(2, keks.current())
                .setParameter(3, wrapped)
                .setParameter(4, Instant.ofEpochMilli(clock.epochMillis()))
                .executeUpdate());
    }

    private SecretBox unwrap(List<SecretKeyRow> rows, KeyEncryptionKeys keks) {
        Map<Integer, SecretKey> keys = new HashMap<>();
        rows.forEach(row -> keys.put(row.id, unwrap(row, keks)));
        return new SecretBox(keys, random);
    }

    private static SecretKey unwrap(SecretKeyRow row, KeyEncryptionKeys keks) {
        SecretKey kek = keks.find(row.kek);
        if (kek == null) {
            throw new BrokenSealException(
                    place(row.id), "it is wrapped by the key-encryption key " + row.kek + ", which is not configured");
        }
        return new SecretKeySpec(Seal.open(kek, place(row.id), row.wrapped), "AES");
    }

    private static String place(int id) {
        return "secret_key/" + id;
    }
}
