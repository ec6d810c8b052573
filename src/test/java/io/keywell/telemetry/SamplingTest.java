package io.keywell.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Clock;
import io.keywell.core.Trace;
import io.keywell.core.Trace.Hands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    /** Half of all draws are below one half: the next long decides. */
    private long drawn;

    private Trace begin(double part, String traceparent) {
        Hands hands = new Hands(Clock.system(), () -> drawn, (trace, call) -> {});
        return new Sampling(part, false, hands).begin(traceparent, 0);
    }

    @Test
    void aSampledTraceIsContinued() {
        Trace trace = begin(0, "00-" + TRACE + "-" + SPAN + "-01");

        assertThat(trace.traceId()).isEqualTo(TRACE);
        assertThat(trace.parentId()).isEqualTo(SPAN);
        assertThat(trace.spanId()).matches("[0-9a-f]{16}").isNotEqualTo(SPAN);
    }

    @Test
    void aLaterVersionIsReadAsFarAsItIsKnown() {
        assertThat(begin(0, "cc-" + TRACE + "-" + SPAN + "-03-more")).isNotNull();
    }

    @Test
    void aCallerThatDoesNotSampleIsFollowed() {
        assertThat(begin(1, "00-" + TRACE + "-" + SPAN + "-00")).isNull();
        assertThat(begin(1, "00-" + TRACE + "-" + SPAN + "-02")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-" + TRACE + "-" + SPAN,
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01\r\nx: y"
            })
    void aHeaderThatIsNoneBeginsATraceOfItsOwn(String header) {
        Trace trace = begin(1, header);

        assertThat(trace.parentId()).isNull();
        assertThat(trace.traceId()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
    }

    @Test
    void ofCallsWithoutATraceAPartIsTaken() {
        drawn = 0;
        assertThat(begin(0.5, null)).isNotNull();
        assertThat(begin(0, null)).isNull();
        drawn = -1;
        assertThat(begin(0.5, null)).isNull();
        assertThat(begin(1, null)).isNotNull();
    }
}
