package io.keywell.governance.admin;

import static io.keywell.governance.admin.LiveTest.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.keywell.core.Secret;
import io.keywell.governance.store.KeyEncryptionKeys;
import io.keywell.governance.store.KeyRow;
import io.keywell.governance.store.SecretBox;
import io.keywell.governance.store.SecretKeys;
import io.keywell.governance.store.Transactions;
import io.keywell.ledger.LedgerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rotation of the key-encryption key, on a gateway that knows the new and the old one. */
@QuarkusTest
@TestProfile(LedgerProfile.class)
class EncryptionTest {

    private static final String OLD = LedgerProfile.OLD_KEY;
    private static final String NEW = LedgerProfile.NEW_KEY;
    private static final String PLACE = KeyRow.place("openai", "k");

    @Inject
    Transactions transactions;

    @Inject
    SecretKeys keys;

    @BeforeEach
    void sealedByTheOldKey() {
        run(keys::deleteAll);
        run(() -> keys.box(keks(OLD)));
    }

    @Test
    void everySecretOpensBeforeAndAfterAndTheOldKeyIsNeededNoLonger() {
        SecretBox before = run(() -> keys.box(keks(NEW, OLD)));
        byte[] sealed = before.seal(PLACE, new Secret("sk-planted"));
        String old = admin().get("/admin/v1/encryption")
                .then()
                .statusCode(200)
                .body("known-keys", hasSize(2))
                .body("data-keys", hasSize(1))
                .extract()
                .path("data-keys[0].wrapped-by");

        String now = admin().post("/admin/v1/encryption:rotate")
                .then()
                .statusCode(200)
                .extract()
                .path("data-keys[0].wrapped-by");

        assertThat(now).isNotEqualTo(old);
        assertThat(run(() -> keys.box(keks(NEW))).open(PLACE, sealed)).isEqualTo(new Secret("sk-planted"));
        admin().get("/admin/v1/encryption").then().body("key", equalTo(now));
        admin().urlEncodingEnabled(false)
                .post("/admin/v1/encryption%3Arotate")
                .then()
                .statusCode(200);
        assertThat(admin().get("/admin/v1/audit?subject=encryption").asString())
                .contains(old, now, "rotate")
                .doesNotContain(OLD)
                .doesNotContain(NEW);
    }

    @Test
    void whatTheConfiguredKeysDoNotOpenIsLeftAsItIs() {
        run(keys::deleteAll);
        run(() -> keys.box(keks("0c".repeat(32))));

        admin().post("/admin/v1/encryption:rotate")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:keywell:problem:encryption-key-missing"))
                .body("detail", containsString("not configured"));

        assertThat(run(() -> keys.box(keks("0c".repeat(32))))).isNotNull();
    }

    @Test
    void anythingElseIsNotThere() {
        admin().post("/admin/v1/encryption:burn").then().statusCode(404);
        admin().post("/admin/v1/encryption").then().statusCode(404);
    }

    private <T> T run(Supplier<Uni<T>> work) {
        return transactions.write(work).await().atMost(Duration.ofSeconds(20));
    }

    private static KeyEncryptionKeys keks(String... written) {
        return new KeyEncryptionKeys(List.of(written));
    }
}
