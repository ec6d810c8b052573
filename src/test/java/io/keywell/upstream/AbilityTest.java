package io.keywell.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Cancellation;
import io.keywell.core.Dialect;
import io.keywell.core.Exchange;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.protocol.convert.Conversion;
import io.keywell.protocol.convert.Conversions;
import io.keywell.protocol.convert.Embeddings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AbilityTest {

    private static Exchange exchange(String body) {
        return exchange(Operation.CHAT, body);
    }

    private static Exchange exchange(Operation operation, String body) {
        return new Exchange(
                "req_1",
                operation,
                Dialect.OPENAI,
                "smart",
                false,
                RequestFacts.NONE,
                Bytes.of(body.getBytes(StandardCharsets.UTF_8)),
                null,
                null,
                List.of(),
                null,
                null,
                true,
                -1,
                Exchange.Fallback.PROVIDERS,
                false,
                null,
                0,
                0,
                new Cancellation(),
                null);
    }

    private static Conversion to(Dialect dialect) {
        return Conversions.all().find(Dialect.OPENAI, dialect);
    }

    @Test
    void aBodyIsParsedOnceForTheProvidersOfAllDialects() {
        Ability ability = new Ability(
                exchange("{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"),
                Conversions.all(),
                null);

        assertThat(ability.chat(to(Dialect.ANTHROPIC)))
                .isNotNull()
                .isSameAs(ability.chat(to(Dialect.GEMINI)))
                .isSameAs(ability.chat(to(Dialect.BEDROCK)));
    }

    @Test
    void textsToEmbedAreParsedOnceForAllAttempts() {
        Exchange exchange = exchange(Operation.EMBEDDINGS, "{\"input\":\"hello\"}");
        Ability ability = new Ability(exchange, Conversions.all(), null);

        Embeddings read = ability.embeddings();
        Arrays.fill(exchange.body().array(), (byte) '!');

        assertThat(read).isNotNull().isSameAs(ability.embeddings());
        assertThat(new String(read.request("m").body().array(), StandardCharsets.UTF_8))
                .isEqualTo("{\"model\":\"m\",\"input\":[\"hello\"]}");
        assertThat(read.isOnePrediction("gemini-embedding-001")).isTrue();
    }

    @Test
    void aModelThatTakesOneTextIsNotAskedForTwo() {
        Embeddings two = new Ability(
                        exchange(Operation.EMBEDDINGS, "{\"input\":[\"a\",\"b\"]}"), Conversions.all(), null)
                .embeddings();

        assertThat(two.isOnePrediction("gemini-embedding-001")).isFalse();
        assertThat(two.isOnePrediction("text-embedding-005")).isTrue();
    }

    @Test
    void oneThatCannotBeReadIsNotReadAgainAndTheReasonIsTold() {
        Ability ability = new Ability(exchange("{\"model\":\"smart\",\"messages\":[7]}"), Conversions.all(), null);

        assertThat(ability.chat(to(Dialect.ANTHROPIC))).isNull();
        assertThat(ability.chat(to(Dialect.GEMINI))).isNull();
        assertThat(ability.nobody("smart").message()).isNotEmpty();
    }
}
