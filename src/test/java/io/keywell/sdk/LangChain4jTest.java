package io.keywell.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LangChain4j's client of OpenAI. */
@QuarkusTest
@TestProfile(Profile.class)
class LangChain4jTest {

    private static final UserMessage QUESTION = UserMessage.from("Weather in Oslo?");
    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("get_weather")
            .description("The weather at a place")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("input")
                    .required("input")
                    .build())
            .build();
    private static final ChatRequest ASKS_WEATHER = ChatRequest.builder()
            .messages(SystemMessage.from("Be brief."), QUESTION)
            .toolSpecifications(WEATHER)
            .toolChoice(ToolChoice.REQUIRED)
            .build();
    private static final ChatRequest HELLO =
            ChatRequest.builder().messages(UserMessage.from("Say hello.")).build();

    @TestHTTPResource("/v1")
    URI gateway;

    private OpenAiChatModel model(String name, String key) {
        return OpenAiChatModel.builder()
                .baseUrl(gateway.toString())
                .apiKey(key)
                .modelName(name)
                .maxRetries(0)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    /** The whole answer, and the pieces of its text as they came. */
    private ChatResponse streamed(String name, ChatRequest request, List<String> pieces) {
        OpenAiStreamingChatModel model = OpenAiStreamingChatModel.builder()
                .baseUrl(gateway.toString())
                .apiKey(Families.KEY)
                .modelName(name)
                .timeout(Duration.ofSeconds(20))
                .build();
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        model.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                pieces.add(piece);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                whole.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                whole.completeExceptionally(error);
            }
        });
        return whole.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-openai", "on-anthropic", "on-gemini", "dry-then-anthropic", "dry-then-gemini"})
    void aChatIsAnswered(String name) {
        ChatResponse answer = model(name, Families.KEY).chat(HELLO);

        assertThat(answer.aiMessage().text()).contains("Say hello.");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.tokenUsage().totalTokenCount()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-openai", "on-anthropic", "on-gemini", "dry-then-anthropic", "dry-then-gemini"})
    void aStreamComesInPieces(String name) {
        List<String> pieces = new CopyOnWriteArrayList<>();

        ChatResponse answer = streamed(name, HELLO, pieces);

        assertThat(pieces).hasSizeGreaterThan(2);
        assertThat(String.join("", pieces)).isEqualTo(answer.aiMessage().text()).contains("Say hello.");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.tokenUsage().totalTokenCount()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-openai", "on-anthropic", "on-gemini", "dry-then-anthropic", "dry-then-gemini"})
    void aToolIsCalledAndItsResultTaken(String name) {
        AiMessage asked = model(name, Families.KEY).chat(ASKS_WEATHER).aiMessage();
        ToolExecutionRequest call = weatherCall(asked);

        ChatResponse told = model(name, Families.KEY)
                .chat(ChatRequest.builder()
                        .messages(QUESTION, asked, ToolExecutionResultMessage.from(call, "4 degrees, rain"))
                        .toolSpecifications(WEATHER)
                        .build());

        assertThat(told.aiMessage().hasToolExecutionRequests()).isFalse();
        assertThat(told.aiMessage().text()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-openai", "on-anthropic", "on-gemini", "dry-then-anthropic", "dry-then-gemini"})
    void aToolIsCalledInAStream(String name) {
        weatherCall(streamed(name, ASKS_WEATHER, new CopyOnWriteArrayList<>()).aiMessage());
    }

    private static ToolExecutionRequest weatherCall(AiMessage message) {
        assertThat(message.toolExecutionRequests()).hasSize(1);
        ToolExecutionRequest call = message.toolExecutionRequests().get(0);
        assertThat(call.id()).isNotEmpty();
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(call.arguments()).startsWith("{").endsWith("}");
        return call;
    }

    @Test
    void errorsAreOfTheirClasses() {
        assertThatThrownBy(() -> model("on-openai", "kw-nobody").chat(HELLO))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageNotContaining("kw-nobody");
        assertThatThrownBy(() -> model("no-such-model", Families.KEY).chat(HELLO))
                .isInstanceOf(ModelNotFoundException.class);
        assertThatThrownBy(() -> model("only-dry", Families.KEY).chat(HELLO)).isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> streamed("no-such-model", HELLO, new CopyOnWriteArrayList<>()))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ModelNotFoundException.class);
    }
}
