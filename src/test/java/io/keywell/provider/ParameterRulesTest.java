package io.keywell.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Failure;
import io.keywell.provider.ParameterRepair.Drop;
import io.keywell.provider.ParameterRepair.Rename;
import io.keywell.provider.ParameterRepair.Role;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterRulesTest {

    @Test
    void aRenamedParameterIsSentUnderItsOtherName() {
        assertThat(repair(
                        "openai",
                        "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                                + "'max_completion_tokens' instead.\",\"param\":\"max_tokens\","
                                + "\"code\":\"unsupported_parameter\"}}"))
                .isEqualTo(new Rename("max_tokens", "max_completion_tokens"));
        assertThat(repair(
                        "openai-compatible",
                        "{\"error\":{\"message\":\"Unrecognized request argument supplied: max_completion_tokens\"}}"))
                .isEqualTo(new Rename("max_completion_tokens", "max_tokens"));
    }

    @Test
    void aSamplingWishIsDropped() {
        assertThat(repair(
                        "openai",
                        "{\"error\":{\"message\":\"Unsupported value: 'temperature' does not support 0.2 with this model. Only "
                                + "the default (1) value is supported.\",\"param\":\"temperature\","
                                + "\"code\":\"unsupported_value\"}}"))
                .isEqualTo(new Drop("temperature"));
        assertThat(repair("vllm", "{\"detail\":\"top_k: Extra inputs are not permitted\"}"))
                .isEqualTo(new Drop("top_k"));
    }

    @Test
    void aRoleIsSentAsTheOlderOne() {
        assertThat(repair(
                        "deepseek",
                        "{\"error\":{\"message\":\"Failed to deserialize: messages[0].role: unknown variant `developer`, "
                                + "expected one of `system`, `user`\"}}"))
                .isEqualTo(new Role("developer", "system"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"Invalid 'temperature': 5 is above the maximum of 2.\",\"param\":\"temperature\"}}",
                "{\"error\":{\"message\":\"Unsupported parameter: 'tools'\",\"param\":\"tools\"}}",
                "{\"error\":{\"message\":\"response_format is not supported\",\"param\":\"response_format\"}}",
                "{\"error\":{\"message\":\"'top_performers' is not supported\"}}",
                "{}"
            })
    void whatTheAnswerDependsOnStaysRefused(String body) {
        assertThat(repair("openai", body)).isNull();
    }

    @Test
    void aRepairAndItsOppositeKnowEachOther() {
        assertThat(new Rename("a", "b").undoes(new Rename("b", "a"))).isTrue();
        assertThat(new Role("a", "b").undoes(new Role("b", "a"))).isTrue();
        assertThat(new Drop("a").undoes(new Drop("a"))).isFalse();
    }

    private static ParameterRepair repair(String vendor, String body) {
        Bytes bytes = Bytes.of(body.getBytes(StandardCharsets.UTF_8));
        Failure failure = Vendors.adapter(vendor).classify(400, name -> null, bytes, 0);
        return ParameterRules.repair(failure);
    }
}
