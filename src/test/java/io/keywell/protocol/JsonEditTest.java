package io.keywell.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEditTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":[2,{\"a\":3}],\"c\":3} | {\"b\":[2,{\"a\":3}],\"c\":3}",
                "{\"b\":2,\"a\":{\"x\":[1]},\"c\":3} | {\"b\":2,\"c\":3}",
                "{\"b\":2, \"a\" : 1} | {\"b\":2}",
                "{ \"a\" : 1 } | { }",
                "{ \"a\":1 , \"b\":2} | { \"b\":2}",
                "{\"\\u0061\":1,\"b\":2} | {\"b\":2}"
            })
    void aFieldIsTakenOutAndNothingElse(String body, String expected) {
        assertThat(text(JsonEdit.without(bytes(body), "a")).replaceAll("\\{ +", "{ "))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"b\":{\"a\":1}}", "{}", "[1]", "{\"a\":", "nothing", ""})
    void whatHasNoSuchFieldStaysTheSameObject(String body) {
        Bytes bytes = bytes(body);

        assertThat(JsonEdit.without(bytes, "a")).isSameAs(bytes);
        assertThat(JsonEdit.renamed(bytes, "a", "z")).isSameAs(bytes);
        assertThat(JsonEdit.replaced(bytes, "a", "role", "x", "y")).isSameAs(bytes);
    }

    @Test
    void aFieldIsRenamedWhereItStands() {
        assertThat(text(JsonEdit.renamed(bytes("{\"a\": 1,\"b\":2}"), "a", "z")))
                .isEqualTo("{\"z\":1,\"b\":2}");
        assertThat(text(JsonEdit.renamed(bytes("{\"b\":2 , \"a\":1}"), "a", "z")))
                .isEqualTo("{\"b\":2,\"z\":1}");
    }

    @Test
    void aNameThatIsThereAlreadyWins() {
        assertThat(text(JsonEdit.renamed(bytes("{\"a\":1,\"z\":2}"), "a", "z"))).isEqualTo("{\"z\":2}");
    }

    @Test
    void rolesAreReplacedInTheMessagesAlone() {
        String body = "{\"role\":\"dev\",\"messages\":[{\"content\":{\"role\":\"dev\"},\"role\":\"dev\"},7,"
                + "{\"role\":\"user\",\"content\":\"dev\"},{\"role\": \"dev\"}]}";

        assertThat(text(JsonEdit.replaced(bytes(body), "messages", "role", "dev", "system")))
                .isEqualTo("{\"role\":\"dev\",\"messages\":[{\"content\":{\"role\":\"dev\"},\"role\":\"system\"},7,"
                        + "{\"role\":\"user\",\"content\":\"dev\"},{\"role\": \"system\"}]}");
    }

    @Test
    void aViewIsEditedWithinItsBounds() {
        byte[] array = "xx{\"b\":1,\"a\":2}yy".getBytes(StandardCharsets.UTF_8);

        assertThat(text(JsonEdit.without(new Bytes(array, 2, array.length - 4), "a")))
                .isEqualTo("{\"b\":1}");
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Bytes bytes) {
        return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
    }
}
