package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers, scanners and those who mean no good are told. */
@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class HardeningTest extends OverTheWire {

    @Test
    void anAnswerToOperatorsIsNotKeptNotFramedAndNotGuessedAt() {
        Answer refused = web.get("/admin/v1/status");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("cache-control")).isEqualTo("no-store");
        assertThat(refused.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(refused.header("x-frame-options")).isEqualTo("DENY");
        assertThat(refused.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(refused.header("content-security-policy")).startsWith("default-src 'none'");
    }

    @Test
    void aPageRunsNothingOfOthers() {
        Answer page = web.get("/q/swagger-ui/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-security-policy"))
                .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'");
        assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/index.html", "/v1/nothing", "/admin/nothing", "/q/nothing", "/v1beta/nothing", "/%2e%2e/"
            })
    void anUnknownPathIsAShortWordInJson(String path) {
        Answer unknown = web.get(path);

        assertThat(unknown.status()).as(unknown.body()).isIn(404, 401);
        assertThat(unknown.header("content-type")).contains("json");
        assertThat(unknown.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(unknown.body().toLowerCase(Locale.ROOT)).doesNotContain("<html", "quarkus", "exception", "\tat ");
    }

    @Test
    void noPageOfAnotherOriginMayCall() throws IOException {
        for (String path : new String[] {"/v1/chat/completions", "/admin/v1/status"}) {
            try (Wire wire = new Wire(root)) {
                String preflight = wire.send(Wire.head(
                                "web",
                                "OPTIONS " + path + " HTTP/1.1",
                                "origin: https://elsewhere.example.com",
                                "access-control-request-method: POST",
                                "connection: close"))
                        .untilClosed();

                assertThat(preflight.toLowerCase(Locale.ROOT)).doesNotContain("access-control-allow");
            }
        }
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws IOException {
        try (Wire wire = new Wire(root)) {
            String heard = wire.send(Wire.head(
                            "web", "GET /v1/models HTTP/1.1", "x-long: " + "a".repeat(40 * 1024), "connection: close"))
                    .untilClosed();

            assertThat(heard).startsWith("HTTP/1.1 431");
        }
        aGoodRequestWorks();
    }
}
