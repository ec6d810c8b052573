package io.keywell.governance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.core.Secret;
import io.keywell.governance.EmbeddedDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(EmbeddedDatabase.class)
class SecretKeysTest {

    private static final String OLD = "01".repeat(32);
    private static final String NEW = "02".repeat(32);
    private static final String PLACE = KeyRow.place("openai", "one");
    private static final Secret SECRET = new Secret("sk-planted");

    @Inject
    Transactions transactions;

    @Inject
    SecretKeys keys;

    @BeforeEach
    void anInstallationWithoutKeys() {
        run(keys::deleteAll);
    }

    @Test
    void replicasThatStartAtOnceAgreeOnOneDataKey() {
        List<CompletableFuture<SecretBox>> boxes = IntStream.range(0, 3)
                .mapToObj(i -> transactions.write(() -> keys.box(keks(OLD))).subscribeAsCompletionStage())
                .toList();

        byte[] sealed = boxes.get(0).join().seal(PLACE, SECRET);
        assertThat(boxes)
                .allSatisfy(box -> assertThat(box.join().open(PLACE, sealed)).isEqualTo(SECRET));
    }

    @Test
    void afterARotationTheNewKeyOpensWhatTheOldOneSealedAndTheOldOneNothing() {
        byte[] sealed = run(() -> keys.box(keks(OLD))).seal(PLACE, SECRET);

        assertThat(run(() -> keys.rewrap(keks(NEW, OLD)))).isEqualTo(1);

        assertThat(run(() -> keys.box(keks(NEW))).open(PLACE, sealed)).isEqualTo(SECRET);
        assertThatThrownBy(() -> run(() -> keys.box(keks(OLD)))).isInstanceOf(BrokenSealException.class);
        assertThat(run(() -> keys.rewrap(keks(NEW)))).isZero();
    }

    @Test
    void aRotationWithoutTheOldKeyChangesNothing() {
        byte[] sealed = run(() -> keys.box(keks(OLD))).seal(PLACE, SECRET);

        assertThatThrownBy(() -> run(() -> keys.rewrap(keks(NEW))))
                .isInstanceOf(BrokenSealException.class)
                .hasMessageContaining("not configured");

        assertThat(run(() -> keys.box(keks(OLD))).open(PLACE, sealed)).isEqualTo(SECRET);
    }

    @Test
    void aRotationThatIsInterruptedChangesNothing() {
        byte[] sealed = run(() -> keys.box(keks(OLD))).seal(PLACE, SECRET);

        assertThatThrownBy(() -> run(() -> keys.rewrap(keks(NEW, OLD)).map(wrapped -> {
                    throw new IllegalStateException("killed after " + wrapped);
                })))
                .hasMessage("killed after 1");

        assertThat(run(() -> keys.box(keks(OLD))).open(PLACE, sealed)).isEqualTo(SECRET);
        assertThat(run(() -> keys.box(keks(NEW, OLD))).open(PLACE, sealed)).isEqualTo(SECRET);
    }

    private <T> T run(Supplier<Uni<T>> work) {
        return transactions.write(work).await().atMost(Duration.ofSeconds(20));
    }

    private static KeyEncryptionKeys keks(String... written) {
        return new KeyEncryptionKeys(List.of(written));
    }
}
