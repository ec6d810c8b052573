package io.keywell.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol.AnswerKind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

    private static final String ANSWER = "{\"id\":\"c\",\"choices\":[{\"message\":{\"content\":\"%s\"}}]%s}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what                                                                  | input | output | read |
                // written | reasoning
                "{\"prompt_tokens\":19,\"completion_tokens\":10,\"total_tokens\":29}|19|10|0|0|0",
                "{\"prompt_tokens\":100,\"completion_tokens\":50,\"total_tokens\":150,\"prompt_tokens_details\":{\"cached_tokens\":64,\"cache_write_tokens\":8,\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":30}}|100|50|64|8|30",
                // xAI: reasoning on top, the total tells
                "{\"prompt_tokens\":12,\"completion_tokens\":1,\"total_tokens\":241,\"completion_tokens_details\":{\"reasoning_tokens\":228}}|12|229|0|0|228",
                // the same without a total
                "{\"prompt_tokens\":12,\"completion_tokens\":1,\"completion_tokens_details\":{\"reasoning_tokens\":228}}|12|229|0|0|228",
                // more cached than prompt tokens: they come on top
                "{\"prompt_tokens\":10,\"completion_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":90}}|100|5|90|0|0",
                // DeepSeek
                "{\"prompt_tokens\":100,\"completion_tokens\":5,\"total_tokens\":105,\"prompt_cache_hit_tokens\":60,\"prompt_cache_miss_tokens\":40}|100|5|60|0|0",
                "{\"completion_tokens\":5,\"prompt_cache_hit_tokens\":60,\"prompt_cache_miss_tokens\":40}|100|5|60|0|0",
                // Mistral
                "{\"prompt_tokens\":100,\"completion_tokens\":5,\"total_tokens\":105,\"num_cached_tokens\":32}|100|5|32|0|0",
                // embeddings
                "{\"prompt_tokens\":8,\"total_tokens\":8}|8|0|0|0|0",
                // fields left out
                "{\"total_tokens\":20,\"prompt_tokens\":15}|15|5|0|0|0",
                "{\"completion_tokens\":5,\"total_tokens\":20}|15|5|0|0|0",
                "{\"prompt_tokens\":3,\"completion_tokens\":null,\"prompt_tokens_details\":null,\"completion_tokens_details\":{\"reasoning_tokens\":null}}|3|0|0|0|0",
                "{\"input_tokens\":3,\"output_tokens\":4,\"input_tokens_details\":{\"cached_tokens\":2}}|3|4|2|0|0",
                // nonsense beside good figures
                "{\"prompt_tokens\":3,\"completion_tokens\":-4,\"total_tokens\":\"x\",\"cost\":0.5,\"cost_details\":{\"prompt_tokens\":9}}|3|0|0|0|0"
            })
    void makesTheUsageOfEveryVendorNormal(
            String usage, long input, long output, long read, long written, long reasoning) {
        Usage expected = new Usage(input, output, read, written, reasoning, false);

        assertThat(usage(ANSWER.formatted("hi", ",\"usage\":" + usage))).isEqualTo(expected);
        assertThat(usage("{\"usage\":" + usage + ",\"object\":\"list\",\"data\":[{\"a\":[1,2]}]}\n"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"usage\":null",
                ",\"usage\":{}",
                ",\"usage\":[]",
                ",\"usage\":\"usage\"",
                ",\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}"
            })
    void saysWhenNothingWasReported(String field) {
        assertThat(usage(ANSWER.formatted("hi", field))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\"usage\\\":{\\\"prompt_tokens\\\":99}}",
                "\\\"usage\\\":",
                "\\\\\\\"usage",
                "\\u0022usage\\u0022:{\\u0022prompt_tokens\\u0022:99}",
                "usage"
            })
    void wordsInTheTextFoolNobody(String text) {
        assertThat(usage(ANSWER.formatted(text, ""))).isNull();
        assertThat(usage(ANSWER.formatted(text, ",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}")))
                .isEqualTo(Usage.reported(1, 2));
        assertThat(usage("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},\"choices\":[\"" + text + "\"]}"))
                .isEqualTo(Usage.reported(1, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\":{\"usage\":{\"prompt_tokens\":99}}",
                "\"x\":[{\"y\":1,\"usage\":{\"prompt_tokens\":99}}]",
                "\"x\":\"usage\"",
                "\"x\":[\"usage\"]",
                "\"\\\"usage\":{\"prompt_tokens\":99}",
                "\"x\\\\\\\"usage\":{\"prompt_tokens\":99}"
            })
    void aUsageThatIsNotTheAnswersOwnIsPassedOver(String after) {
        String answer = "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},\"choices\":[{}]," + after + "}";

        assertThat(usage(answer)).isEqualTo(Usage.reported(1, 2));
        assertThat(usage("{\"choices\":[{}]," + after + "}")).isNull();
    }

    @Test
    void readsAViewInsideALargerArrayAndSkipsBlankLinesBeforeIt() {
        String answer =
                "\n\n\n" + ANSWER.formatted("hi", ",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}") + "\n";
        byte[] array = ("\"usage\"" + answer + ",\"usage\":{\"prompt_tokens\":9}}").getBytes(StandardCharsets.UTF_8);
        Bytes view = new Bytes(array, 7, answer.length());

        assertThat(AnswerReader.usage(view)).isEqualTo(Usage.reported(1, 2));
        assertThat(AnswerReader.kind(Operation.CHAT, view)).isEqualTo(AnswerKind.ANSWER);
    }

    @Test
    void anAnswerThatIsCutOffAfterItsUsageStillHasIt() {
        assertThat(usage("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},\"choices\":[{\"mess"))
                .isEqualTo(Usage.reported(1, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"x\",\"code\":502}}",
                "{\"id\":\"x\",\"error\":{\"code\":502,\"message\":\"x\"},\"user_id\":\"u\"}",
                "{\"code\":\"invalid-argument\",\"error\":\"text\"}",
                "{\"choices\":[],\"error\":{\"code\":502}}",
                "{\"choices\":null,\"error\":{\"code\":502}}",
                "{\"object\":\"error\",\"message\":\"x\",\"code\":\"1300\"}",
                "\n\n{\"error\":true}",
                "{\"error\":{\"message\":\"x\"},\"x\":"
            })
    void knowsAnErrorInTheClothesOfAnAnswer(String body) {
        assertThat(kind(body)).isEqualTo(AnswerKind.ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"message\":{\"content\":\"\\\"error\\\":{\\\"a\\\":1}\"}}]}",
                "{\"error\":null,\"choices\":[{}]}",
                "{\"choices\":[{\"error\":{}}],\"usage\":{}}",
                "{\"x\":{\"error\":{\"a\":1}},\"choices\":[{}]}",
                "{\"error\":\"\",\"choices\":[{}]}"
            })
    void aGoodAnswerIsNoError(String body) {
        assertThat(kind(body)).isEqualTo(AnswerKind.ANSWER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"choices\":null}", "{\"choices\":[]}", "{\"choices\":[null]}", "{\"error\":\"\"}"})
    void aTextWithoutAChoiceIsNoAnswer(String body) {
        assertThat(kind(body)).isEqualTo(AnswerKind.UNREADABLE);
        assertThat(AnswerReader.kind(Operation.RERANK, bytes(body))).isEqualTo(AnswerKind.ANSWER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<html>502</html>", "[]", "null", "{\"id\":\"x\",\"cho", "data: {}"})
    void whatIsNoObjectCannotBeRead(String body) {
        assertThat(kind(body)).isEqualTo(AnswerKind.UNREADABLE);
    }

    @Test
    void estimatesTheOutputOfAnAnswerWithoutUsage() {
        assertThat(AnswerReader.outputEstimate(
                        bytes(ANSWER.formatted("x".repeat(350), ",\"x\":\"" + "y".repeat(999) + "\""))))
                .isEqualTo(100);
        assertThat(AnswerReader.outputEstimate(bytes("<html>"))).isZero();
    }

    private static Usage usage(String body) {
        return AnswerReader.usage(bytes(body));
    }

    private static AnswerKind kind(String body) {
        return AnswerReader.kind(Operation.CHAT, bytes(body));
    }

    private static Bytes bytes(String body) {
        return Bytes.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
