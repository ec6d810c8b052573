package io.keywell.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.protocol.StreamEvents;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorsTest {

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "INVALID_API_KEY, invalid_request_error, invalid_api_key",
        "MODEL_NOT_FOUND, invalid_request_error, model_not_found",
        "MODEL_NOT_ALLOWED, invalid_request_error, model_not_allowed",
        "MODEL_RETIRED, invalid_request_error, model_retired",
        "CONTEXT_LENGTH_EXCEEDED, invalid_request_error, context_length_exceeded",
        "KEYS_EXHAUSTED, rate_limit_error, keys_exhausted",
        "CONSUMER_RATE_LIMITED, rate_limit_error, consumer_rate_limited",
        "BUDGET_EXHAUSTED, insufficient_quota, budget_exhausted",
        "GATEWAY_OVERLOADED, service_unavailable_error, gateway_overloaded",
        "UPSTREAM_FAILED, server_error, upstream_failed",
        "UPSTREAM_TIMEOUT, server_error, upstream_timeout",
        "REQUEST_TOO_LARGE, invalid_request_error, request_too_large",
        "INVALID_REQUEST, invalid_request_error, invalid_request",
        "CONTENT_FILTERED, invalid_request_error, content_filter",
        "NOT_FOUND, invalid_request_error, not_found",
        "METHOD_NOT_ALLOWED, invalid_request_error, method_not_allowed"
    })
    void eachKindHasItsTypeAndCode(Kind kind, String type, String code) throws Exception {
        JsonNode error = error(Errors.body(GatewayError.of(kind, "m")));

        assertThat(error.get("type").asText()).isEqualTo(type);
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(Errors.code(GatewayError.of(kind, "m"))).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void allFourFieldsAreThere(Kind kind) throws Exception {
        JsonNode error = error(Errors.body(GatewayError.of(kind, "m")));

        assertThat(error.fieldNames()).toIterable().containsExactly("message", "type", "param", "code");
        assertThat(error.get("param").isNull()).isTrue();
    }

    @Test
    void theProvidersMorePreciseCodeAndTheFieldArePassedOn() throws Exception {
        JsonNode error = error(
                Errors.body(new GatewayError(Kind.INVALID_REQUEST, "no", "max_tokens", "unsupported_parameter", 0)));

        assertThat(error.get("param").asText()).isEqualTo("max_tokens");
        assertThat(error.get("code").asText()).isEqualTo("unsupported_parameter");
    }

    @Test
    void aMessageCannotBreakOutOfItsString() throws Exception {
        String message = "a \"quoted\" \\ line\n\nwith ünicode and \u0001";

        assertThat(error(Errors.body(GatewayError.of(Kind.UPSTREAM_FAILED, message)))
                        .get("message")
                        .asText())
                .isEqualTo(message);
    }

    @Test
    void insideAStreamItIsOneEventThatReadersTakeForAnError() {
        Bytes event = Errors.event(GatewayError.of(Kind.UPSTREAM_TIMEOUT, "silent\n\nfor long"));
        String text = new String(event.array(), StandardCharsets.UTF_8);

        assertThat(text).startsWith("data: {\"error\":{").endsWith("}}\n\n");
        assertThat(text.indexOf("\n\n")).isEqualTo(text.length() - 2);
        assertThat(new StreamReader().read(event.array(), event.offset(), event.end()))
                .isEqualTo(StreamEvents.Kind.ERROR);
    }

    private JsonNode error(Bytes body) throws Exception {
        return json.readTree(body.array()).get("error");
    }
}
