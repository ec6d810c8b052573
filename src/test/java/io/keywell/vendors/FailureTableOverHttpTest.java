package io.keywell.vendors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keywell.core.Failure;
import io.keywell.core.Failure.Source;
import io.keywell.core.FailureClass;
import io.keywell.provider.FailureCase;
import io.keywell.quota.CoolDown;
import io.keywell.quota.Scope;
import io.keywell.simulator.CannedAnswer;
import io.keywell.simulator.Family;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of the failure table, word by word over HTTP: the cool-down has the case's class, scope, length and source, and
 * the caller gets an answer from whoever the case leaves.
 */
@QuarkusTest
@TestProfile(VendorsProfile.class)
class FailureTableOverHttpTest extends AtVendors {

    private static final int SECOND = 1_000;
    private static final int MINUTE = 60 * SECOND;
    private static final int HOUR = 60 * MINUTE;

    /** By status; what comes inside a 200 is another matter. */
    static Stream<Arguments> cases() {
        return numbered(answer -> answer.status() != 0);
    }

    static Stream<Arguments> casesInside() {
        // Bedrock's come as messages of a binary stream, those of the responses API in its own stream.
        return numbered(answer -> answer.status() == 0
                && !answer.vendor().equals("bedrock")
                && !answer.title().contains("the responses API"));
    }

    /** Where an answer in one piece has the same form. */
    static Stream<Arguments> casesInsideJson() {
        return numbered(answer -> answer.status() == 0
                && LookAlikes.FAMILIES.get(answer.vendor()).compareTo(Family.LLAMA_CPP) <= 0
                && !answer.title().contains("stream")
                && !answer.title().contains("the responses API"));
    }

    private static Stream<Arguments> numbered(Predicate<FailureCase> which) {
        List<FailureCase> all = FailureCase.all();
        return IntStream.range(0, all.size())
                .filter(i -> which.test(all.get(i)))
                .mapToObj(i -> Arguments.of("case" + i, all.get(i)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("cases")
    void anAnswerHasItsConsequences(String provider, FailureCase told) {
        play(told.vendor(), FaultRule.once(new CannedAnswer(told.status(), told.headers(), told.body())));

        HttpResponse<String> answer = chat(provider, false);

        consequences(provider, told, answer);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("casesInside")
    void anErrorInsideAStreamHasThem(String provider, FailureCase told) {
        Map<String, String> headers = new HashMap<>(Map.of("content-type", "text/event-stream"));
        String event = (told.vendor().equals("anthropic") ? "event: error\n" : "") + "data: " + told.body() + "\n\n";
        play(told.vendor(), FaultRule.once(new CannedAnswer(200, headers, event)));

        HttpResponse<String> answer = chat(provider, true);

        consequences(provider, told, answer);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("casesInsideJson")
    void anErrorInsideAGoodStatusHasThem(String provider, FailureCase told) {
        play(told.vendor(), FaultRule.once(new CannedAnswer(200, Map.of(), told.body())));

        HttpResponse<String> answer = chat(provider, false);

        consequences(provider, told, answer);
    }

    private void consequences(String provider, FailureCase told, HttpResponse<String> answer) {
        FailureClass type = told.expected().type();
        if (type.callersFault()) {
            assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
            assertThat(header(answer, "x-keywell-attempts")).isEqualTo("1");
            assertThat(coolDowns.current()).isEmpty();
            return;
        }
        // Whoever else has the model is asked only where the other key cannot help.
        servedBy(answer, type == FailureClass.OVERLOAD ? LookAlikes.SPARE : provider, 2);
        switch (type) {
            case FAULT, TIMEOUT, TOO_BIG_FOR_POOL ->
                assertThat(coolDowns.current()).isEmpty();
            default -> cools(provider, told, answer);
        }
    }

    private void cools(String provider, FailureCase told, HttpResponse<String> answer) {
        assertThat(coolDowns.current()).hasSize(1);
        CoolDown coolDown = coolDowns.current().get(0);
        assertThat(coolDown.scope()).isInstanceOf(scope(told));
        if (coolDown.scope() instanceof Scope.Key key) {
            assertThat(key.key()).isNotEqualTo(header(answer, "x-keywell-key"));
        }
        if (coolDown.scope() instanceof Scope.PoolModelDimension pool) {
            assertThat(pool.dimension())
                    .isEqualTo(
                            told.expected().type() == FailureClass.RATE_SHORT
                                    ? told.expected().dimension()
                                    : null);
        }
        Failure expected = told.classifiedAt(coolDown.sinceMillis());
        assertThat(coolDown.cause()).isEqualTo(expected.type());
        long length = coolDown.untilMillis() - coolDown.sinceMillis();
        if (expected.untilMillis() > coolDown.sinceMillis() && takesHint(expected.type())) {
            assertThat(coolDown.source()).isEqualTo(expected.source());
            assertThat(length).isCloseTo(expected.untilMillis() - coolDown.sinceMillis(), within((long) (2 * SECOND)));
        } else {
            assertThat(coolDown.source()).isEqualTo(Source.GUESSED);
            long guess = guess(expected.type());
            assertThat(length).isCloseTo(guess, within(guess / 5));
        }
    }

    private static boolean takesHint(FailureClass type) {
        return switch (type) {
            case RATE_SHORT, RATE_LONG, CREDIT, OVERLOAD -> true;
            default -> false;
        };
    }

    private static Class<? extends Scope> scope(FailureCase told) {
        return switch (told.expected().scope()) {
            case KEY -> Scope.Key.class;
            case POOL -> Scope.Pool.class;
            case USUAL ->
                switch (told.expected().type()) {
                    case RATE_SHORT, RATE_LONG -> Scope.PoolModelDimension.class;
                    case CREDIT -> Scope.Billing.class;
                    case CREDENTIAL -> Scope.Key.class;
                    case OVERLOAD -> Scope.ProviderModel.class;
                    default -> Scope.KeyModel.class;
                };
        };
    }

    private static long guess(FailureClass type) {
        return switch (type) {
            case RATE_SHORT -> 5 * SECOND;
            case OVERLOAD -> 2 * SECOND;
            case CREDENTIAL -> 10 * SECOND;
            case CREDIT -> 30 * MINUTE;
            default -> HOUR;
        };
    }
}
