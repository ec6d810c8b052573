package io.keywell.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What streams are like, by every dialect of a provider, for callers of every dialect: a good answer or a well-formed end. */
@QuarkusTest
@TestProfile(VendorsProfile.class)
class OddStreamsOverHttpTest extends AtVendors {

    private static final Set<Fault> BROKEN = EnumSet.of(Fault.BREAK, Fault.ERROR_EVENT_LATER, Fault.TRUNCATED_JSON);

    /** Before the first word: somebody else answers. */
    private static final Set<Fault> EARLY =
            EnumSet.of(Fault.EMPTY_200, Fault.ERROR_EVENT_FIRST, Fault.ERROR_IN_200, Fault.RESET_AFTER_HEAD);

    static Stream<Arguments> streams() {
        return LookAlikes.ODD_AT.stream().flatMap(vendor -> LookAlikes.ODD.stream()
                .flatMap(fault -> Arrays.stream(Asker.values()).map(asker -> Arguments.of(asker, vendor, fault))));
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @MethodSource("streams")
    void aStreamIsWholeOrSaysThatItIsNot(Asker asker, String vendor, Fault fault) {
        String model = LookAlikes.odd(vendor, fault);
        play(vendor, FaultRule.once(fault).forModel(model));

        HttpResponse<String> answer = post(asker.path(model), asker.body(model));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(header(answer, "content-type")).startsWith("text/event-stream");
        List<JsonObject> events = Asker.events(answer);
        JsonObject last = events.get(events.size() - 1);
        if (BROKEN.contains(fault) || fault == Fault.BAD_CHECKSUM && vendor.equals("bedrock")) {
            assertThat(asker.fails(last)).as(answer.body()).isTrue();
            assertThat(events).noneMatch(asker::ends);
            assertThat(asker.text(events)).startsWith("Simulated");
            return;
        }
        assertThat(events).as(answer.body()).noneMatch(asker::fails).anyMatch(asker::ends);
        if (EARLY.contains(fault)) {
            assertThat(header(answer, "x-keywell-attempts")).isEqualTo("2");
            assertThat(asker.text(events)).startsWith("Simulated").endsWith("hotel");
            return;
        }
        assertThat(header(answer, "x-keywell-attempts")).isEqualTo("1");
        assertThat(asker.text(events))
                .isEqualTo(
                        fault == Fault.UTF8_SPLIT
                                ? "h\u00e9llo w\u00f6rld \u6f22\u5b57 \ud83d\ude00 \u20ac."
                                : "Simulated " + vendor + ", key ...od-"
                                        + header(answer, "x-keywell-key").substring(1)
                                        + ", heard: Hi. bravo charlie delta echo foxtrot golf hotel");
    }
}
