package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator opens the gateway to pages of one origin: that holds for callers' paths too, which stand before most else. */
@QuarkusTest
@TestProfile(InProduction.class)
class CrossOriginTest extends OverTheWire {

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/models", "/v1beta/models", "/v1/messages"})
    void aPageOfTheNamedOriginMayCallAndNoOther(String path) throws IOException {
        assertThat(preflight(path, InProduction.ORIGIN))
                .contains("access-control-allow-origin: " + InProduction.ORIGIN);
        assertThat(preflight(path, "https://elsewhere.example.com")).doesNotContain("access-control-allow-origin");
    }

    private String preflight(String path, String origin) throws IOException {
        try (Wire wire = new Wire(root)) {
            return wire.send(Wire.head(
                            "web",
                            "OPTIONS " + path + " HTTP/1.1",
                            "origin: " + origin,
                            "access-control-request-method: POST",
                            "connection: close"))
                    .untilClosed()
                    .toLowerCase(Locale.ROOT);
        }
    }
}
