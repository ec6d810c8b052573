package io.keywell.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Operation;
import io.keywell.simulator.Answers.Event;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MistralLookAlikeTest {

    private static List<JsonObject> stream(@Nullable String tool, String... pieces) {
        Reply reply = new Reply(new Ask(), Operation.CHAT, "c1", 1, List.of(pieces), tool);
        Answers.Events events = Family.MISTRAL.answers().events(reply);
        List<Event> all = Stream.of(events.opening(), events.content(), events.closing(true))
                .flatMap(List::stream)
                .toList();
        assertThat(all.get(all.size() - 1).data()).isEqualTo("[DONE]");
        return all.stream()
                .limit(all.size() - 1)
                .map(event -> new JsonObject(event.data()))
                .toList();
    }

    private static JsonObject choice(JsonObject chunk) {
        return chunk.getJsonArray("choices").getJsonObject(0);
    }

    @Test
    void usageStandsInTheChunkThatFinishesAndInNoOther() {
        List<JsonObject> chunks = stream(null, "Hello", " you");

        assertThat(chunks).hasSize(4);
        assertThat(choice(chunks.get(3)).getString("finish_reason")).isEqualTo("stop");
        assertThat(chunks.get(3).getJsonObject("usage").getInteger("completion_tokens"))
                .isEqualTo(2);
        assertThat(chunks.subList(0, 3)).noneMatch(chunk -> chunk.containsKey("usage"));
    }

    @Test
    void aToolCallComesInOnePiece() {
        List<JsonObject> chunks = stream("weather", "{\"city\":", "\"Oslo\"}");

        assertThat(chunks).hasSize(3);
        JsonObject call = choice(chunks.get(1))
                .getJsonObject("delta")
                .getJsonArray("tool_calls")
                .getJsonObject(0);
        assertThat(call.getJsonObject("function").getString("name")).isEqualTo("weather");
        assertThat(call.getJsonObject("function").getString("arguments")).isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(choice(chunks.get(2)).getString("finish_reason")).isEqualTo("tool_calls");
    }
}
