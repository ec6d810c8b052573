package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A provider keeps what it read of a long prompt, for the account that sent it. */
@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class ConversationTest extends OverTheWire {

    @Test
    void theTurnsOfALongConversationMeetTheSamePoolAndConversationsMeetAll() {
        Set<String> homes = new HashSet<>();
        for (int conversation = 0; conversation < 24; conversation++) {
            JsonArray messages = new JsonArray().add(message("user", prompt("Conversation " + conversation)));
            Set<String> served = new HashSet<>();
            for (int turn = 0; turn < 5; turn++) {
                served.add(ask(messages));
                messages.add(message("assistant", "ok")).add(message("user", "and then?"));
            }
            assertThat(served).as("conversation " + conversation).hasSize(1);
            homes.addAll(served);
        }
        assertThat(homes).containsExactlyInAnyOrder("home-1", "home-2", "home-3");
    }

    @Test
    void shortPromptsGoAnywhere() {
        Set<String> served = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            served.add(ask(new JsonArray().add(message("user", "hello"))));
        }
        assertThat(served).hasSize(3);
    }

    private String ask(JsonArray messages) {
        Answer answer = web.post(
                "/v1/chat/completions",
                new JsonObject().put("model", "homes").put("messages", messages).encode());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.servedBy();
    }

    private static JsonObject message(String role, String text) {
        return new JsonObject().put("role", role).put("content", text);
    }

    private static String prompt(String text) {
        return text + " begins. " + "It goes on and on. ".repeat(400);
    }
}
