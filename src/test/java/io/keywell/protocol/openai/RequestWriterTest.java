package io.keywell.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.protocol.Protocol.Asked.Parsed;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestWriterTest {

    private static final String MESSAGES =
            "\"messages\":[{\"role\":\"user\",\"content\":\"{\\\"model\\\":\\\"no\\\"} ü\"}]";

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"a\",%s,\"stream\":true}",
                "{%s,\"stream\":true,\"model\":\"a-much-longer-name-than-the-new-one\"}",
                "{ \"model\" : \"a\" , \"stream_options\" : { } , %s }",
                "{\"stream_options\":{},\"model\":\"a\",%s}",
                "{\"stream_options\":null,\"model\":\"a\",%s}",
                "{\"model\":\"a\",\"stream_options\":null,%s}",
                "{\"model\":\"a\",\"stream_options\":{\"include_usage\":false},%s}",
                "{\"model\":\"a\",\"stream_options\":{ \"include_usage\" : null , \"x\":[1,{}]},%s}",
                "{\"model\":\"a\",\"stream_options\":{\"x\":{\"include_usage\":false},\"include\\u005fusage\":false},%s}",
                "{\"stream_options\":{\"include_obfuscation\":false},%s,\"model\":\"a\"}",
                "{\"stream_options\":{\"include_usage\":true,\"x\":1},%s,\"model\":\"a\"}",
                "{\"mod\\u0065l\":\"\\u0061\",%s}"
            })
    void changesTheModelAndAsksForUsageAndNothingElse(String template) throws Exception {
        String body = template.formatted(MESSAGES);
        for (String model : new String[] {"a", "b", "org/name\"with\\odd ü"}) {
            for (boolean ask : new boolean[] {true, false}) {
                ObjectNode expected = (ObjectNode) json.readTree(body);
                expected.put("model", model);
                if (ask) {
                    ObjectNode options = expected.path("stream_options") instanceof ObjectNode present
                            ? present
                            : expected.putObject("stream_options");
                    options.put("include_usage", true);
                }
                assertThat(write(body, model, ask))
                        .as("%s %s %s", body, model, ask)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void keepsEveryByteThatNeedNotChange() {
        Bytes body = bytes("{ \"model\" : \"a\" ,\n\t" + MESSAGES + " , \"x\" : 1e5 } \n");
        Bytes written = RequestWriter.write(body, facts(body), "b", false);

        assertThat(new String(written.array(), StandardCharsets.UTF_8))
                .isEqualTo("{ \"model\" : \"b\" ,\n\t" + MESSAGES + " , \"x\" : 1e5 } \n");
    }

    @Test
    void givesTheSameObjectWhenNothingChanges() {
        Bytes asked = bytes("{\"model\":\"a\",\"stream_options\":{\"include_usage\":true}," + MESSAGES + "}");
        Bytes unasked = bytes("{\"model\":\"a\"," + MESSAGES + "}");

        assertThat(RequestWriter.write(asked, facts(asked), "a", true)).isSameAs(asked);
        assertThat(RequestWriter.write(unasked, facts(unasked), "a", false)).isSameAs(unasked);
    }

    @Test
    void doesNotTouchTheOriginalSoThatEachAttemptStartsFromIt() {
        Bytes body = bytes("{\"model\":\"a\"," + MESSAGES + "}");
        byte[] before = body.array().clone();
        RequestWriter.write(body, facts(body), "b", true);

        assertThat(body.array()).isEqualTo(before);
    }

    @Test
    void aResultOfTheExactSizeIsMadeFromAViewInALargerArray() {
        String body = "{\"model\":\"a\"," + MESSAGES + "}";
        byte[] array = ("xxx" + body + "yyy").getBytes(StandardCharsets.UTF_8);
        Bytes view = new Bytes(array, 3, array.length - 6);
        Bytes written = RequestWriter.write(view, facts(view), "bb", false);

        assertThat(new String(written.array(), StandardCharsets.UTF_8)).isEqualTo(body.replace("\"a\"", "\"bb\""));
    }

    private ObjectNode write(String body, String model, boolean ask) throws Exception {
        Bytes original = bytes(body);
        Bytes written = RequestWriter.write(original, facts(original), model, ask);
        return (ObjectNode) json.readTree(written.array(), written.offset(), written.length());
    }

    private static RequestFacts facts(Bytes body) {
        return ((Parsed) RequestReader.read(Operation.CHAT, body)).facts();
    }

    private static Bytes bytes(String body) {
        return Bytes.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
