package io.keywell.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Usage;
import io.keywell.protocol.StreamEvents.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamReaderTest {

    private static final String HEAD =
            "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",";

    private final StreamReader reader = new StreamReader();

    @ParameterizedTest
    @ValueSource(strings = {": keep-alive\n\n", ": OPENROUTER PROCESSING\n\n", "\n", "\r\n", "event: ping\n\n"})
    void commentsAndBlankLinesAreNothing(String event) {
        assertThat(kind(event)).isEqualTo(Kind.COMMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: [DONE]\n\n", "data:[DONE]\r\n\r\n", "data: [DONE] ", "data: [DONE]"})
    void knowsTheEnd(String event) {
        assertThat(kind(event)).isEqualTo(Kind.DONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},\"finish_reason\":null}],\"usage\":null}",
                "\"choices\":[{\"delta\":{}}]}",
                "\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\",\"tool_calls\":[],\"reasoning_details\":[],\"x\":{},\"y\":false},\"logprobs\":{\"content\":[1]},\"finish_reason\":\"\"}]}",
                "\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":{\"hate\":{\"filtered\":false}}}]}",
                "\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":null}]}",
                "\"choices\":[{\"delta\":{\"role\":\"assistant\"},\"content_filter_results\":{\"hate\":{\"filtered\":false}}}],\"obfuscation\":\"abc\"}",
                "\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":0}}",
                "\"choices\":[null]}"
            })
    void beforeAnyContentThereIsOnlyARole(String chunk) {
        assertThat(chunk(chunk)).isEqualTo(Kind.ROLE_ONLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}",
                "\"choices\":[{\"delta\":{\"content\":\" \"},\"finish_reason\":null}]}",
                "\"choices\":[{\"delta\":{\"refusal\":\"No\"}}]}",
                "\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\",\"content\":null}}]}",
                "\"choices\":[{\"delta\":{\"reasoning\":\"hm\"}}]}",
                "\"choices\":[{\"delta\":{\"content\":[{\"type\":\"thinking\"}]}}]}",
                "\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"x\"}]}}]}",
                "\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"f\"}}}]}",
                "\"choices\":[{\"delta\":{\"audio\":{\"id\":\"a\"}}}]}",
                "\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}",
                "\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}",
                "\"choices\":[{\"delta\":{\"role\":\"assistant\"}},{\"index\":1,\"delta\":{\"content\":\"x\"}}]}",
                "\"choices\":[{\"text\":\"Hi\",\"index\":0}]}",
                "\"choices\":[{\"text\":\"\",\"finish_reason\":\"stop\"}]}",
                "\"error\":null,\"choices\":[{\"delta\":{\"content\":\"x\"}}]}",
                "\"error\":{},\"choices\":[{\"delta\":{\"content\":\"x\"}}]}"
            })
    void everythingThatIsGeneratedIsContent(String chunk) {
        assertThat(chunk(chunk)).isEqualTo(Kind.CONTENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\"error\\\":{\\\"message\\\":\\\"x\\\"}",
                "\\\"usage\\\":{\\\"prompt_tokens\\\":5}",
                "\\u0022error\\u0022:1,\\u0022usage\\u0022:{}",
                "[DONE]",
                "data: [DONE]\\n\\ndata: {\\\"error\\\":1}",
                "\\\\\\\",\\\"error\\\":\\\"",
                "}],\\\"error\\\":{\\\"a\\\":1},\\\"choices\\\":[]}"
            })
    void wordsInTheTextFoolNobody(String text) {
        assertThat(chunk("\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}],\"usage\":null}"))
                .isEqualTo(Kind.CONTENT);
        assertThat(reader.usage()).isNull();
    }

    @Test
    void fieldsOfThoseNamesFurtherDownAreNotMeant() {
        assertThat(chunk(
                        "\"choices\":[{\"delta\":{\"tool_calls\":[{\"error\":{\"a\":1},\"usage\":{\"prompt_tokens\":5}}]}}],"
                                + "\"provider\":{\"error\":\"x\",\"usage\":{\"prompt_tokens\":5}}}"))
                .isEqualTo(Kind.CONTENT);
        assertThat(reader.usage()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3,\"total_tokens\":15}}",
                "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3},\"choices\":[]}",
                "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3}}",
                "\"choices\":null,\"usage\":{\"prompt_tokens\":12,\"total_tokens\":15}}"
            })
    void theUsageChunkHasNoChoices(String chunk) {
        assertThat(chunk(chunk)).isEqualTo(Kind.USAGE_ONLY);
        assertThat(reader.usage()).isEqualTo(Usage.reported(12, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\",\"code\":503}}\n\n",
                "data: {\"error\":\"rate limited\"}\n\n",
                "data: {\"id\":\"x\",\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}],\"error\":{\"code\":502,\"message\":\"x\"}}\n\n",
                "data: {\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}\n\n",
                "data: {\"choices\":[{\"error\":{\"code\":502},\"delta\":{}}]}\n\n",
                "data: {\"choices\":[],\"x_groq\":{\"id\":\"r\",\"error\":\"over capacity\"}}\n\n",
                "data: {\"object\":\"error\",\"message\":\"x\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}\n\n",
                "event: error\ndata: {\"message\":\"x\"}\n\n",
                "event: error\ndata: gone\n\n",
                "data: {\"error\":\ndata: {\"message\":\"x\"}}\n\n"
            })
    void knowsAnErrorThatComesInsideA200(String event) {
        assertThat(kind(event)).isEqualTo(Kind.ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: hello\n\n",
                "data: <html>\n\n",
                "data: []\n\n",
                "data: {}\n\n",
                "data: {\"error\":{\"message\":\"cut o",
                "data: {\"choices\":[\n\n",
                "data:\n\n"
            })
    void dataThatIsNoChunkIsSomethingElse(String event) {
        assertThat(kind(event)).isEqualTo(Kind.OTHER);
    }

    @Test
    void aChunkOverSeveralDataLinesIsReadAsOne() {
        assertThat(kind("data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"x\"}}]}\n\n"))
                .isEqualTo(Kind.CONTENT);
    }

    @Test
    void brokenTextOfAProviderDoesNotHideTheContent() {
        byte[] event = ("data: " + HEAD + "\"choices\":[{\"delta\":{\"content\":\"?\"}}]}\n\n")
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < event.length; i++) {
            event[i] = event[i] == '?' ? (byte) 0xE2 : event[i];
        }

        assertThat(reader.read(event, 0, event.length)).isEqualTo(Kind.CONTENT);
    }

    @Test
    void givesTheDataOfAnErrorAsItStands() {
        kind("id: 1\ndata: {\"error\":\"x\"}\n\n");

        assertThat(new String(
                        reader.data().array(),
                        reader.data().offset(),
                        reader.data().length(),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"error\":\"x\"}");
    }

    @Test
    void theUsageReportedLastCountsAndIsNotForgotten() {
        chunk(
                "\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":1}}");
        chunk(
                "\"choices\":[{\"delta\":{\"content\":\"b\"}}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":2}}");
        chunk("\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}");
        kind("data: [DONE]\n\n");

        assertThat(reader.usage()).isEqualTo(Usage.reported(12, 2));
    }

    @Test
    void groqsOwnUsageCountsUntilTheStandardOneComes() {
        chunk(
                "\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"id\":\"r\",\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}}");
        assertThat(reader.usage()).isEqualTo(Usage.reported(7, 2));
        chunk("\"choices\":[],\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":3}}");

        assertThat(reader.usage()).isEqualTo(Usage.reported(8, 3));
    }

    @Test
    void estimatesTheOutputFromTheGeneratedTextOnly() {
        chunk("\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
        assertThat(reader.outputEstimate()).isZero();
        chunk("\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(35)
                + "\"}}],\"obfuscation\":\"aaaaaaaaaaaaaaaaaaaaaaaa\"}");
        assertThat(reader.outputEstimate()).isEqualTo(10);
        chunk("\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":\"" + "y".repeat(35)
                + "\"}}]}}]}");

        assertThat(reader.outputEstimate()).isEqualTo(20);
    }

    @Test
    void estimatesNoFewerTokensThanThereWereChunks() {
        for (int i = 0; i < 10; i++) {
            chunk("\"choices\":[{\"delta\":{\"content\":\"a\"}}]}");
        }

        assertThat(reader.outputEstimate()).isEqualTo(10);
    }

    private Kind chunk(String fields) {
        return kind("data: " + HEAD + fields + "\n\n");
    }

    private Kind kind(String event) {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 0, bytes.length);
    }
}
