package io.keywell.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorExtractTest {

    private static final HeaderView NO_HEADERS = name -> null;

    private static ErrorFacts read(String body) {
        return ErrorExtract.read(Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"Too much\",\"code\":\"c\"}}",
                "{\"error\":\"Too much\"}",
                "[{\"error\":{\"code\":429,\"message\":\"Too much\",\"status\":\"S\"}}]",
                "{\"type\":\"error\",\"error\":{\"type\":\"t\",\"message\":\"Too much\"},\"request_id\":\"r\"}",
                "{\"object\":\"error\",\"message\":\"Too much\",\"type\":\"t\",\"code\":null}",
                "{\"message\":\"Too much\"}",
                "{\"Message\":\"Too much\"}",
                "{\"detail\":\"Too much\"}",
                "{\"detail\":[{\"loc\":[\"body\",\"n\"],\"msg\":\"Too much\",\"type\":\"t\"}]}",
                "{\"code\":\"c\",\"error\":\"Too much\"}",
                "{\"error\":[\"Too much\"]}",
                "\"Too much\"",
                "Too much",
                "\n\n  {\"error\":{\"message\":\"Too much\"}}",
                "{\"message\":\"outside\",\"error\":{\"message\":\"Too much\"}}",
                "{\"error\":{\"message\":\"Too much\",\"metadata\":{\"message\":\"inner\"}}}",
                "{\"error\":{\"message\":\"Too much\"}} trailing",
                "{\"error\":{\"message\":\"Too much\",\"param\":",
            })
    void theMessageIsFoundInEveryShape(String body) {
        assertThat(read(body).message()).isEqualTo("Too much");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "{}", "[]", "<html>Too much</html>", "{\"error\":{}}", "{\"error\":null}", "{"})
    void thereMayBeNoMessage(String body) {
        assertThat(read(body).message()).isNull();
    }

    @Test
    void aCodeMayBeANumberOrATextOrNothing() {
        assertThat(read("{\"error\":{\"code\":429,\"type\":null}}").code()).isEqualTo("429");
        assertThat(read("{\"error\":{\"code\":429,\"type\":\"Rate_Limit\"}}").code())
                .isEqualTo("rate_limit");
        assertThat(read("{\"error\":{\"code\":\"1300\"}}").has("1300")).isTrue();
        assertThat(read("{\"error\":{\"code\":null,\"type\":null}}").code()).isNull();
        assertThat(read("{\"code\":{\"a\":1},\"error\":\"x\"}").code()).isNull();
    }

    @Test
    void freeTextIsNoCode() {
        assertThat(read("{\"error\":{\"code\":\"key sk-123 is wrong\",\"type\":\"t\"}}")
                        .code())
                .isEqualTo("t");
        assertThat(read("{\"error\":{\"code\":\"" + "x".repeat(65) + "\"}}").code())
                .isNull();
    }

    @Test
    void theParameterIsTheFieldThatTheVendorNamed() {
        assertThat(read("{\"detail\":[{\"loc\":[\"body\",\"messages\",0,\"role\"],\"msg\":\"m\"}]}")
                        .param())
                .isEqualTo("messages");
        assertThat(read("{\"error\":{\"message\":\"m\",\"param\":\"messages[0].content\"}}")
                        .param())
                .isEqualTo("messages[0].content");
        assertThat(read("{\"error\":{\"message\":\"m\",\"param\":\"<script> and more\"}}")
                        .param())
                .isNull();
    }

    @Test
    void aStatusInsideIsReadFromNumberAndText() {
        assertThat(read("{\"error\":{\"code\":502}}").status()).isEqualTo(502);
        assertThat(read("{\"error\":{\"code\":\"429\"}}").status()).isEqualTo(429);
        assertThat(read("{\"error\":{\"code\":200}}").status()).isZero();
        assertThat(read("{\"error\":{\"code\":\"4xx\"}}").status()).isZero();
    }

    @Test
    void aBodyThatWasCutOffGivesWhatStoodBeforeTheCut() {
        String whole = "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"No money\",\"param\":null}}";

        ErrorFacts facts = read(whole.substring(0, whole.indexOf(",\"param")));

        assertThat(facts.has("insufficient_quota")).isTrue();
        assertThat(facts.message()).isEqualTo("No money");
    }

    @Test
    void brokenUtf8DoesNotHideTheCode() {
        byte[] body = "{\"error\":{\"message\":\"x?x\",\"code\":\"slow_down\"}}".getBytes(StandardCharsets.UTF_8);
        body["{\"error\":{\"message\":\"x".length()] = (byte) 0xC3;

        assertThat(ErrorExtract.read(Bytes.of(body)).has("slow_down")).isTrue();
    }

    @Test
    void onlyTheViewIsRead() {
        byte[] array = "XX{\"error\":\"a\"}YY".getBytes(StandardCharsets.UTF_8);

        assertThat(ErrorExtract.read(new Bytes(array, 2, array.length - 4)).message())
                .isEqualTo("a");
    }

    @Test
    void noBodyMakesItFail() {
        long seed = 20261015;
        Random random = new Random(seed);
        List<FailureCase> cases = FailureCase.all();
        for (int i = 0; i < 20_000; i++) {
            byte[] body = hostile(random, cases);
            Failure failure = Vendors.adapter(
                            cases.get(random.nextInt(cases.size())).vendor())
                    .classify(400 + random.nextInt(200), NO_HEADERS, Bytes.of(body), FailureCase.NOW);
            Failure inside = Vendors.adapter("openrouter").classifyInside(Bytes.of(body), FailureCase.NOW);

            assertThat(failure.untilMillis()).as("seed %d, round %d", seed, i).isNotNegative();
            assertThat(inside.limit()).as("seed %d, round %d", seed, i).isNotNegative();
        }
    }

    /** Random bytes, and good bodies that are cut, spoiled or repeated. */
    private static byte[] hostile(Random random, List<FailureCase> cases) {
        byte[] good = cases.get(random.nextInt(cases.size())).body().getBytes(StandardCharsets.UTF_8);
        byte[] body = random.nextInt(4) == 0 || good.length == 0 ? new byte[random.nextInt(300)] : good.clone();
        if (body.length != good.length) {
            random.nextBytes(body);
            return body;
        }
        for (int changes = body.length == 0 ? 0 : random.nextInt(8); changes > 0; changes--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return random.nextBoolean() ? body : java.util.Arrays.copyOf(body, random.nextInt(body.length + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{\"error\":",
                "{\"error\":[{\"detail\":",
                "{\"a\":1e999999999,",
                "{\"code\":99999999999999999999,",
                "\u0000",
                "\uFEFF{"
            })
    void depthAndRepetitionDoNotMakeItFail(String unit) {
        String body = unit.repeat(64 * 1024 / unit.length());

        assertThat(Vendors.adapter("openai")
                        .classify(400, NO_HEADERS, Bytes.of(body.getBytes(StandardCharsets.UTF_8)), FailureCase.NOW)
                        .type())
                .isNotNull();
    }

    @Test
    void aHugeMessageIsShortened() {
        String body = "{\"error\":{\"message\":\"" + "long ".repeat(12_000) + "\",\"code\":\"x\"}}";

        Failure failure = Vendors.adapter("openai")
                .classify(400, NO_HEADERS, Bytes.of(body.getBytes(StandardCharsets.UTF_8)), FailureCase.NOW);

        assertThat(failure.callerMessage()).startsWith("long long").hasSizeLessThan(2100);
        assertThat(failure.code()).isEqualTo("x");
    }
}
