package io.keywell.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Failure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-abcDEF1234567890",
                "sk-proj-AbC_dEf-123456",
                "sk-ant-api03-xyz123",
                "sk-or-v1-0123456789abcdef",
                "sk-abcd********wxyz",
                "gsk_AbCdEf123456",
                "xai-AbCdEf123456",
                "hf_AbCdEfGhIjKlMnOpQr",
                "pplx-0a1b2c3d",
                "org-AbC123def456",
                "org_01hxyz0123456789abcdef",
                "proj_abc123DEF",
                "user-AbCdEf1234567890",
                "AIzaSyA1234567890abcdefghijklmnopqrstuv",
                "AQ.Ab8RN6Labcdefghijk",
                "01234567-89ab-cdef-0123-456789abcdef",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
                "0123456789abcdef0123456789abcdef",
                "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF",
            })
    void identifiersAndKeysGo(String secret) {
        assertThat(Redaction.clean("in organization " + secret + ", on tokens"))
                .isEqualTo("in organization [redacted], on tokens");
        assertThat(Redaction.clean("'" + secret + "'")).isEqualTo("'[redacted]'");
    }

    @Test
    void whatStandsBeforeAnIdentifierStays() {
        assertThat(Redaction.clean("Bearer abc.def")).isEqualTo("Bearer [redacted]");
        assertThat(Redaction.clean("API not used in project 123456789012 before"))
                .isEqualTo("API not used in project [redacted] before");
        assertThat(Redaction.clean("consumer projects/123456789012")).isEqualTo("consumer projects/[redacted]");
        assertThat(Redaction.clean("project_number:123456789012")).isEqualTo("project_number:[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This model's maximum context length is 128000 tokens. However, your messages resulted in 140000 tokens.",
                "prompt is too long: 9000 tokens > 8192 maximum",
                "The model meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8 does not take images",
                "accounts/fireworks/models/deepseek-v4-pro",
                "Invalid value for 'messages[0].tool_calls[1].function.arguments'",
                "user_message and project_name_2 are required, sk-learn is not",
                "gpt-4o-2024-08-06 does not support 'response_format' of type 'json_schema'",
                "Unsupported parameter: 'max_tokens' is not supported with this model.",
            })
    void whatTheCallerNeedsStays(String message) {
        assertThat(Redaction.clean(message)).isEqualTo(message);
    }

    @Test
    void lengthAndControlCharactersAreBounded() {
        assertThat(Redaction.clean("a\u0000b\u001b[31mc\nd")).isEqualTo("a b [31mc\nd");
        assertThat(Redaction.clean("word ".repeat(1000))).hasSize(2003).endsWith("...");
    }

    @Test
    void aHostileTextTakesNoTime() {
        String[] units = {"sk-", "org-a", "a1", "-", "0-", "Bearer ", "project "};
        for (String unit : units) {
            assertThat(Redaction.clean(unit.repeat(4096 / unit.length()))).isNotNull();
        }
    }

    @Test
    void onlyACallersFaultCarriesAMessageAndItIsClean() {
        String body = "{\"error\":{\"message\":\"Project proj_abc123DEF of org-AbC123def456 takes no images\","
                + "\"type\":\"invalid_request_error\",\"param\":\"org-AbC123def456\",\"code\":null}}";

        Failure failure = Vendors.adapter("openai")
                .classify(400, name -> null, Bytes.of(body.getBytes(StandardCharsets.UTF_8)), 0);

        assertThat(failure.callerMessage()).isEqualTo("Project [redacted] of [redacted] takes no images");
        assertThat(failure.callerParam()).isEqualTo("[redacted]");
    }
}
