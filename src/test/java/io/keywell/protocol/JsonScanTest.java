package io.keywell.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScanTest {

    private final JsonScan scan = JsonScan.strict();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " \t\r\n{ \"a\" : [ 1 , -0.5e+3 , true , false , null , \"x\" , {} , [] ] } \n",
                "0",
                "-0",
                "10",
                "1E5",
                "0.25",
                "\"\\ud800\"",
                "[[[[[[1]]]]]]",
                "{\"a\":{\"b\":{\"c\":[{\"d\":1},{\"e\":2}]}},\"f\":3}"
            })
    void takesEveryValidValue(String json) {
        assertThat(problem(json)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|0|it ends too early",
                "{|1|it ends too early",
                "{\"a\"|4|it ends too early",
                "{\"a\":|5|it ends too early",
                "{\"a\":1|6|it ends too early",
                "[1,|3|it ends too early",
                "\"abc|4|it ends too early",
                "-|1|it ends too early",
                "1.|2|it ends too early",
                "1e|2|it ends too early",
                "tru|0|a value is expected",
                "{a:1}|1|a field name in double quotes is expected",
                "{'a':1}|1|a field name in double quotes is expected",
                "{\"a\" 1}|5|':' is expected after a field name",
                "{\"a\":1,}|7|a field name in double quotes is expected",
                "{\"a\":1 \"b\":2}|7|',' or '}' is expected",
                "{\"a\":1]|6|',' or '}' is expected",
                "[1,]|3|a value is expected",
                "[,1]|1|a value is expected",
                "[1 2]|3|',' or ']' is expected",
                "[1}|2|',' or ']' is expected",
                "01|1|an invalid number",
                "-01|2|an invalid number",
                "1.x|2|an invalid number",
                "+1|0|a value is expected",
                ".5|0|a value is expected",
                "NaN|0|a value is expected",
                "truex|4|unexpected bytes after the JSON value",
                "{}{}|2|unexpected bytes after the JSON value",
                "{} //c|3|unexpected bytes after the JSON value",
                "\"a\\xb\"|2|an invalid escape in a string",
                "\"\\u12g4\"|1|an invalid escape in a string",
                "\"\\u12|1|an invalid escape in a string"
            })
    void saysWhatIsWrongAndWhere(String json, int at, String problem) {
        assertThat(problem(json)).isEqualTo(problem);
        assertThat(scan.problemAt()).isEqualTo(at);
    }

    @Test
    void refusesAControlCharacterAndBrokenUtf8InAString() {
        assertThat(problem("\"a\u0001\"")).isEqualTo("a control character in a string must be escaped");
        assertThat(problem(new byte[] {'"', 'a', (byte) 0xC3, '"'})).isEqualTo("invalid UTF-8");
        assertThat(scan.problemAt()).isEqualTo(2);
    }

    @Test
    void inTheLenientMannerTheCharactersOfAStringAreNotChecked() {
        JsonScan lenient = JsonScan.lenient();
        byte[] bytes = {'[', '"', 1, (byte) 0xC3, '\n', '"', ']'};
        lenient.reset(bytes, 0, bytes.length);

        assertThat(lenient.value() && lenient.atEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void limitsTheDepth(String opening) {
        String closing = opening.equals("[") ? "]" : "}";

        assertThat(problem(opening.repeat(512) + "1" + closing.repeat(512))).isNull();
        assertThat(problem(opening.repeat(513) + "1" + closing.repeat(513)))
                .isEqualTo("it nests deeper than 512 levels");
    }

    @Test
    void aMillionOpenBracketsAreRefusedWithoutRecursion() {
        assertThat(problem("[".repeat(1_000_000))).isEqualTo("it nests deeper than 512 levels");
    }

    @Test
    void remembersTheKindOfEachLevelWhenObjectsAndArraysAlternate() {
        String open = "{\"a\":[".repeat(200);

        assertThat(problem(open + "1" + "]}".repeat(200))).isNull();
        assertThat(problem(open + "1" + "]}".repeat(100) + "}]")).isEqualTo("',' or ']' is expected");
    }

    @Test
    void walksFieldsAndLeavesTheRest() {
        start("{\"a\":{\"x\":1,\"y\":[2,{\"z\":3}]},\"b\":\"two\"}");

        assertThat(scan.openObject() && scan.nextField() && scan.keyIs("a")).isTrue();
        assertThat(scan.openObject() && scan.nextField() && scan.keyIs("x")).isTrue();
        assertThat(scan.value() && scan.tokenWhole() == 1).isTrue();
        assertThat(scan.rest()).isTrue();
        assertThat(scan.nextField() && scan.keyIs("b") && scan.string()).isTrue();
        assertThat(scan.tokenText()).isEqualTo("two");
        assertThat(scan.nextField()).isFalse();
        assertThat(scan.atEnd()).isTrue();
    }

    @Test
    void aFieldNameWrittenWithEscapesIsTheSameName() {
        start("{\"mod\\u0065l\":1}");

        assertThat(scan.openObject() && scan.nextField()).isTrue();
        assertThat(scan.keyIs("model")).isTrue();
    }

    @Test
    void countsDecodedTextButNotFieldNamesAndNotMedia() {
        String blob = "QUJD".repeat(1000);
        start("[\"abc\",{\"name\":\"d\\n\\u00e4\"},1,2,{\"url\":\"https://x/y.png\"},\"data:image/png;base64,QUJD\",\""
                + blob + "\"]");

        assertThat(scan.value()).isTrue();
        assertThat(scan.text().bytes()).isEqualTo(3 + 1 + 1 + 3);
        assertThat(scan.text().numbers()).isEqualTo(2);
        assertThat(scan.text().media()).isEqualTo(3);
    }

    @Test
    void proseIsNotTakenForAFileHoweverLong() {
        start("\"" + "some words ".repeat(1000) + "\"");

        assertThat(scan.value()).isTrue();
        assertThat(scan.text().media()).isZero();
    }

    @Test
    void readsAViewInsideALargerArrayAndNothingBeyondIt() {
        byte[] bytes = "###{\"a\":12}345".getBytes(StandardCharsets.US_ASCII);
        scan.reset(bytes, 3, 11);

        assertThat(scan.value() && scan.atEnd()).isTrue();
        scan.reset(bytes, 3, 10);
        assertThat(scan.value()).isFalse();
        assertThat(scan.problemAt()).isEqualTo(7);
    }

    private String problem(String json) {
        return problem(json.getBytes(StandardCharsets.UTF_8));
    }

    private String problem(byte[] json) {
        scan.reset(json, 0, json.length);
        boolean valid = scan.value() && scan.atEnd();
        assertThat(valid).isEqualTo(scan.problem() == null);
        return scan.problem();
    }

    private void start(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        scan.reset(bytes, 0, bytes.length);
    }
}
