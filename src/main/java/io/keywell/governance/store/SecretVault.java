package io.keywell.governance.store;

import io.keywell.governance.database.DatabaseMode;
import io.keywell.governance.database.DatabaseSettings;
import io.keywell.governance.database.PrivateFile;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The secrets' box of this installation, and where its key-encryption key comes from: {@code keywell.encryption.key}, the
 * file of {@code keywell.encryption.key-file}, or beside the embedded database a file that the first start makes.
 */
@Singleton
public final class SecretVault {

    private static final Logger LOG = Logger.getLogger(SecretVault.class);

    /** What is to be done where there is no key. */
    public static final String NO_KEY = "set keywell.encryption.key or keywell.encryption.key-file"
            + " (32 random bytes in Base64) to keep secrets in the database";

    private final @Nullable KeyEncryptionKeys keks;
    private final SecretKeys keys;
    private final Transactions transactions;
    private volatile @Nullable SecretBox known;

    SecretVault(
            EncryptionSettings settings,
            DatabaseSettings database,
            SecretKeys keys,
            Transactions transactions,
            SecureRandom random) {
        this.keys = keys;
        this.transactions = transactions;
        this.keks = load(settings, database.mode(), database.dataDir().resolve("encryption.key"), random);
    }

    private static @Nullable KeyEncryptionKeys load(
            EncryptionSettings settings, DatabaseMode mode, Path ownFile, SecureRandom random) {
        try {
            if (settings.key().isPresent()) {
                return new KeyEncryptionKeys(settings.key().get());
            }
            if (settings.keyFile().isPresent()) {
                return new KeyEncryptionKeys(lines(settings.keyFile().get()));
            }
            return mode == DatabaseMode.EMBEDDED ? new KeyEncryptionKeys(lines(made(ownFile, random))) : null;
        } catch (IOException e) {
            throw new ConfigurationException("keywell.encryption.key-file: cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("keywell.encryption: a value that is not shown; " + e.getMessage());
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    }

    private static Path made(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            byte[] key = new byte[KeyEncryptionKeys.BYTES];
            random.nextBytes(key);
            PrivateFile.write(file, Base64.getEncoder().encodeToString(key) + "\n");
            LOG.warnf(
                    "The secrets in the database are sealed with the key in %s: keep a copy of it apart from the data",
                    file.toAbsolutePath());
        }
        return file;
    }

    /** Whether secrets can be kept; if not, {@link #NO_KEY} says what to do. */
    public boolean canSeal() {
        return keks != null;
    }

    /**
     * The box; a null item without a key-encryption key. What it makes is kept even if the caller's transaction is not, so
     * that nothing is ever sealed with a key that is not stored. Fails when the database is away or the key is not the right
     * one.
     */
    public Uni<@Nullable SecretBox> box() {
        KeyEncryptionKeys configured = keks;
        SecretBox found = known;
        if (configured == null || found != null) {
            return Uni.createFrom().item(found);
        }
        return transactions
                .alone(() -> keys.box(configured))
                .invoke(box -> known = box)
                .map(box -> box);
    }

    /**
     * How the data keys are wrapped; keys are told by their fingerprints.
     *
     * @param current wraps from now on
     * @param known all that are configured, the current one first
     * @param wrappedBy the key of each data key, by the data keys' ids
     */
    public record Wrapping(String current, List<String> known, SortedMap<Integer, String> wrappedBy) {}

    /** Inside a transaction. */
    public Uni<Wrapping> wrapping() {
        KeyEncryptionKeys configured = keks;
        if (configured == null) {
            return Uni.createFrom().failure(new IllegalStateException(NO_KEY));
        }
        return keys.listAll().map(rows -> {
            SortedMap<Integer, String> wrappedBy = new TreeMap<>();
            rows.forEach(row -> wrappedBy.put(row.id, row.kek));
            return new Wrapping(configured.current(), configured.fingerprints(), wrappedBy);
        });
    }

    /**
     * The operator's rotation of the key-encryption key: data keys are wrapped with the first configured key, so that those
     * after it are no longer needed.
     *
     * @return how many data keys were wrapped anew
     */
    public Uni<Integer> rewrap() {
        KeyEncryptionKeys configured = keks;
        return configured == null
                ? Uni.createFrom().failure(new IllegalStateException(NO_KEY))
                : transactions.write(() -> keys.rewrap(configured));
    }
}
