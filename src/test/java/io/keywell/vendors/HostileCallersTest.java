package io.keywell.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a caller of any dialect sends to a provider of any: an answer, or an error in the caller's own form that says it
 * is the caller's. No key suffers, and nothing is written as a mistake of the gateway.
 */
@QuarkusTest
@TestProfile(VendorsProfile.class)
class HostileCallersTest extends AtVendors {

    private final ErrorLog log = new ErrorLog();

    static Stream<Arguments> bodies() {
        return LookAlikes.ODD_AT.stream().flatMap(vendor -> Arrays.stream(Asker.values())
                .flatMap(asker -> IntStream.range(0, HostileBodies.of(asker).size())
                        .mapToObj(number -> Arguments.of(asker, vendor, number))));
    }

    @BeforeEach
    void listen() {
        log.begin();
    }

    @AfterEach
    void stopListening() {
        log.end();
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @MethodSource("bodies")
    void isAnsweredOrToldWhatIsWrong(Asker asker, String vendor, int number) {
        String model = LookAlikes.model(LookAlikes.provider(vendor, "good"));
        String body = HostileBodies.of(asker).get(number).replace("MODEL", model);

        HttpResponse<String> answer =
                post(asker.path(model).replace("streamGenerateContent?alt=sse", "generateContent"), body);

        String said = start(body) + " -> " + answer.statusCode() + " " + start(answer.body());
        assertThat(answer.statusCode()).as(said).isIn(200, 400);
        JsonObject told = new JsonObject(answer.body());
        if (answer.statusCode() == 200) {
            assertThat(told.containsKey("error") && told.getValue("error") != null)
                    .as(said)
                    .isFalse();
            assertThat(header(answer, "x-keywell-attempts")).as(said).isEqualTo("1");
        } else {
            assertThat(told.getJsonObject("error").getString("message"))
                    .as(said)
                    .isNotBlank();
        }
        assertThat(log.errors()).as(said).isEmpty();
        assertThat(coolDowns.current()).as(said).isEmpty();
    }

    private static String start(String text) {
        return text.substring(0, Math.min(400, text.length()));
    }
}
