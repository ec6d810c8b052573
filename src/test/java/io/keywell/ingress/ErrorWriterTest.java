package io.keywell.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.protocol.dialect.Protocols;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorWriterTest {

    @ParameterizedTest
    @CsvSource({
        "GATEWAY_OVERLOADED, 503, 529, 503",
        "UPSTREAM_TIMEOUT, 504, 504, 504",
        "UPSTREAM_FAILED, 502, 502, 502",
        "BUDGET_EXHAUSTED, 429, 402, 429",
        "KEYS_EXHAUSTED, 429, 429, 429",
        "CONSUMER_RATE_LIMITED, 429, 429, 429",
        "INVALID_API_KEY, 401, 401, 401",
        "REQUEST_TOO_LARGE, 413, 413, 413",
        "MODEL_NOT_FOUND, 404, 404, 404"
    })
    void theStatusIsTheDialectsOwn(Kind kind, int openAi, int anthropic, int gemini) {
        assertThat(ErrorWriter.status(kind, Dialect.OPENAI)).isEqualTo(openAi);
        assertThat(ErrorWriter.status(kind, Dialect.RESPONSES)).isEqualTo(openAi);
        assertThat(ErrorWriter.status(kind, Dialect.ANTHROPIC)).isEqualTo(anthropic);
        assertThat(ErrorWriter.status(kind, Dialect.GEMINI)).isEqualTo(gemini);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void geminisBodyRepeatsTheStatus(Kind kind) {
        Bytes body = Protocols.of(Dialect.GEMINI).error(GatewayError.of(kind, "x"), "id", 0);
        JsonObject json =
                new JsonObject(new String(body.array(), body.offset(), body.length(), StandardCharsets.UTF_8));

        assertThat(json.getJsonObject("error").getInteger("code")).isEqualTo(ErrorWriter.status(kind, Dialect.GEMINI));
    }
}
