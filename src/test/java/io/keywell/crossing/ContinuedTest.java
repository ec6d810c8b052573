package io.keywell.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.crossing.Script.Answer;
import io.keywell.crossing.Script.Received;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that go on with an earlier one, which only the owner of the key that made it has. */
@QuarkusTest
@TestProfile(Profile.class)
class ContinuedTest extends Crossing {

    private static final String RESPONSES = "v1/responses";
    private static final Answer NOT_FOUND = Answer.json(
            400,
            "{\"error\":{\"message\":\"Previous response with id 'resp_x' not found.\",\"type\":\"invalid_request_error\","
                    + "\"param\":\"previous_response_id\",\"code\":\"previous_response_not_found\"}}");

    private static Answer made(String id, boolean stream) {
        String response =
                "{\"id\" : \"" + id + "\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\",\"output\":"
                        + "[{\"id\":\"msg_1\"}],\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}";
        return stream
                ? Answer.events("event: response.created\ndata: {\"type\":\"response.created\",\"response\":" + response
                        + "}\n\nevent: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}"
                        + "\n\nevent: response.completed\ndata: {\"type\":\"response.completed\",\"response\":"
                        + response + "}\n\n")
                : Answer.json(200, response);
    }

    private static String asks(String more) {
        return "{\"model\":\"of-three-owners\",\"input\":\"Hello\"" + more + "}";
    }

    private String key(int call) {
        Received received = script.received("owners").get(call);
        return received.headers().get("authorization");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOneWhoMadeAnAnswerGoesOnWithIt(boolean stream) {
        String id = "resp_" + stream;
        script.answers("owners", made(id, stream));
        HttpResponse<String> first = post(RESPONSES, asks(",\"stream\":" + stream));
        assertThat(first.headers().firstValue("x-keywell-attempts")).hasValue("1");
        for (int i = 1; i <= 12; i++) {
            script.answers("owners", made("resp_later", false));
            HttpResponse<String> answer = post(RESPONSES, asks(",\"previous_response_id\":\"" + id + "\""));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(key(i)).isEqualTo(key(0));
        }
    }

    @Test
    void whoseAnswerItIsIsFoundByAskingWhenItIsNotKnown() {
        script.answers("owners", NOT_FOUND, NOT_FOUND, made("resp_new", false));

        HttpResponse<String> answer = post(RESPONSES, asks(",\"previous_response_id\":\"resp_of_another_replica\""));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-keywell-attempts")).hasValue("3");
        assertThat(script.received("owners").stream().map(call -> call.headers().get("authorization")))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatNobodyHasIsTheCallersMistake() {
        script.answers("owners", NOT_FOUND, NOT_FOUND, NOT_FOUND);

        HttpResponse<String> answer = post(RESPONSES, asks(",\"previous_response_id\":\"resp_gone\""));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("not found");
        assertThat(script.received("owners")).hasSize(3);
    }

    /** As after a change of the configuration that takes the pool away. */
    @ParameterizedTest
    @ValueSource(strings = {"only-openai", "only-anthropic"})
    void whatWasMadeWhereTheModelDoesNotLeadAnyMoreIsTheCallersMistakeAndNoExhaustion(String model) {
        script.answers("owners", made("resp_moved", false));
        post(RESPONSES, asks(""));
        boolean asked = model.equals("only-openai");
        if (asked) {
            script.answers("openai", NOT_FOUND);
        }

        HttpResponse<String> answer = post(
                RESPONSES, "{\"model\":\"" + model + "\",\"input\":\"Hello\",\"previous_response_id\":\"resp_moved\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).getJsonObject("error").getString("code"))
                .isEqualTo(asked ? "previous_response_not_found" : "invalid_request");
        assertThat(script.received("owners")).hasSize(1);
    }

    @Test
    void whoIsKnownToHaveMadeItIsNotReplaced() {
        script.answers("owners", made("resp_lost", false), NOT_FOUND);
        post(RESPONSES, asks(""));

        HttpResponse<String> answer = post(RESPONSES, asks(",\"previous_response_id\":\"resp_lost\""));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(script.received("owners")).hasSize(2);
    }
}
