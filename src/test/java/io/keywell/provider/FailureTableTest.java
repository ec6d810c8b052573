package io.keywell.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Vendor;
import io.keywell.core.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTableTest {

    static List<FailureCase> cases() {
        return FailureCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void anAnswerMeansWhatTheTableSays(FailureCase answer) {
        FailureCase.Expected expected = answer.expected();

        Failure failure = answer.classify();

        assertThat(failure.type()).isEqualTo(expected.type());
        assertThat(failure.scope()).isEqualTo(expected.scope());
        assertThat(failure.dimension()).isEqualTo(expected.dimension());
        assertThat(failure.untilMillis()).isEqualTo(expected.until());
        assertThat(failure.source()).isEqualTo(expected.source());
        assertThat(failure.limit()).isEqualTo(expected.limit());
        if (expected.code() != null) {
            assertThat(failure.code()).isEqualTo(expected.code());
        }
        if (expected.param() != null) {
            assertThat(failure.callerParam()).isEqualTo(expected.param());
        }
        if (!failure.type().callersFault()) {
            assertThat(failure.callerMessage()).isNull();
            assertThat(failure.callerParam()).isNull();
        }
    }

    @Test
    void everyVendorHasACase() {
        Set<String> seen = cases().stream().map(FailureCase::vendor).collect(Collectors.toSet());

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        Vendors.directory().stream().map(Vendor::type).toList());
    }

    /** A rule that no case reaches is dead, hidden by one before it, or unproved. */
    @Test
    void everyRuleDecidesACase() {
        Set<FailureRule> written = new HashSet<>();
        Vendors.TABLE.forEach(row -> written.addAll(row.answers().rules()));

        cases().forEach(answer -> written.remove(answer.rule()));

        assertThat(written).isEmpty();
    }

    @Test
    void aLimitInTheFutureIsNeverShortenedBelowAQuarterOfASecond() {
        Failure failure = new FailureCase(
                        "",
                        "openai",
                        429,
                        java.util.Map.of("retry-after-ms", "3"),
                        "",
                        cases().get(0).expected())
                .classify();

        assertThat(failure.untilMillis()).isEqualTo(FailureCase.NOW + 250);
    }
}
