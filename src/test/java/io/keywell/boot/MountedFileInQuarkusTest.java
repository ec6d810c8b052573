package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.catalog.CatalogRef;
import io.keywell.core.Secret;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BootProfile.class)
class MountedFileInQuarkusTest {

    @Inject
    CatalogRef catalog;

    @Inject
    ConfigStatus status;

    @ConfigProperty(name = "keywell.config-file")
    Path file;

    @ConfigProperty(name = "keywell.waiting.max-wait")
    Duration maxWait;

    @Test
    void theFileCountsForAllOfQuarkusAndTheCatalogFollowsIt() throws IOException {
        assertThat(maxWait).isEqualTo(Duration.ofSeconds(77));
        assertThat(catalog.current().consumer(new Secret("kw-first"))).isNotNull();

        Files.writeString(file, BootProfile.MOUNTED + "kw-second\n");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(catalog.current().consumer(new Secret("kw-second")))
                        .isNotNull());
        assertThat(status.state().rejection()).isNull();
    }
}
