package io.keywell.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault, once, at the first attempt, with other keys and another provider alive. */
@QuarkusTest
@TestProfile(DrillProfile.class)
class FaultDrillTest extends Drill {

    /** Two time-outs and the slack of a busy machine; less than the time-out of the whole. */
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    private static final Set<Fault> CALLERS = EnumSet.of(Fault.CONTEXT_LENGTH, Fault.BAD_REQUEST, Fault.CONTENT_FILTER);

    private static final Set<Fault> AFTER_CONTENT =
            EnumSet.of(Fault.BREAK, Fault.STALL, Fault.ERROR_EVENT_LATER, Fault.TRUNCATED_JSON);

    private static final Set<Fault> HARMLESS = EnumSet.of(
            Fault.UTF8_SPLIT,
            Fault.USAGE_MISSING,
            Fault.GZIP,
            Fault.QUEUED,
            Fault.SSE_CRLF,
            Fault.SSE_COMMENTS,
            Fault.SSE_MULTILINE,
            Fault.SSE_NO_FINAL_BLANK,
            Fault.SSE_DOUBLE_DONE,
            Fault.JSON_ARRAY,
            Fault.BAD_CHECKSUM);

    static Stream<Arguments> faults() {
        return Arrays.stream(Fault.values())
                .flatMap(fault -> Stream.of(Arguments.of(fault, false), Arguments.of(fault, true)));
    }

    @ParameterizedTest(name = "{0}, stream: {1}")
    @MethodSource("faults")
    void theCallerSeesAGoodAnswerOrAWellFormedEnd(Fault fault, boolean stream) {
        FaultRule rule = FaultRule.once(fault).forModel(SimulatedProviders.upstream(fault));
        play("acme", fault == Fault.DRIP ? rule.gap(1) : rule);

        Answer answer = caller.ask(Caller.chat(SimulatedProviders.model(fault), stream));

        assertThat(answer.took()).isLessThan(IN_TIME);
        answer.leaksNothing();
        atRest();
        assertThat(seen.records()).hasSize(1);
        CallRecord record = seen.records().get(0);
        if (CALLERS.contains(fault)) {
            isTheCallersOwnFault(answer, record, fault);
        } else if (stream && AFTER_CONTENT.contains(fault)) {
            answer.isBrokenStream();
            assertThat(answer.attempts()).isEqualTo(1);
            assertThat(record.outcome()).isEqualTo(Outcome.BROKEN);
        } else {
            isServed(answer, record, stream);
            assertThat(record.attempts()).hasSize(answer.attempts());
            if (!slow(fault)) {
                // One more where the second attempt met a pooled connection that its provider has just closed.
                assertThat(answer.attempts())
                        .isBetween(HARMLESS.contains(fault) ? 1 : 2, HARMLESS.contains(fault) ? 2 : 3);
            }
        }
    }

    /** The break may overtake the first content on its way to the caller. */
    @RepeatedTest(100)
    void aBreakRightAfterTheFirstContentEndsTheStream() {
        play("solo", FaultRule.once(Fault.BREAK).after(1));
        caller.ask(Caller.chat("solo", true)).isBrokenStream();
    }

    /** A dripping stream may or may not make its first content in time. */
    private static boolean slow(Fault fault) {
        return fault == Fault.DRIP;
    }

    private static void isServed(Answer answer, CallRecord record, boolean stream) {
        if (stream) {
            answer.isGoodStream();
        } else {
            answer.isGoodJson();
        }
        assertThat(record.outcome()).isEqualTo(Outcome.OK);
        assertThat(record.provider()).isEqualTo(answer.header("x-keywell-provider"));
        assertThat(record.key()).isEqualTo(answer.header("x-keywell-key"));
        assertThat(record.usage().output()).isPositive();
        assertThat(record.usage().input()).isPositive();
    }

    private void isTheCallersOwnFault(Answer answer, CallRecord record, Fault fault) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().getString("type")).isEqualTo("invalid_request_error");
        String code =
                switch (fault) {
                    case CONTEXT_LENGTH -> "context_length_exceeded";
                    case CONTENT_FILTER -> "content_filter";
                    default -> "unsupported_parameter";
                };
        assertThat(answer.error().getString("code")).isEqualTo(code);
        String param = fault == Fault.CONTEXT_LENGTH ? "messages" : "max_tokens";
        assertThat(answer.error().getString("param")).isEqualTo(fault == Fault.CONTENT_FILTER ? null : param);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(answer.attempts()).isEqualTo(1);
        assertThat(admitted("acme") + admitted("bolt")).isEqualTo(1);
        assertThat(coolDowns.current()).isEmpty();
        assertThat(record.outcome()).isEqualTo(Outcome.REFUSED);
    }
}
