package io.keywell.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ToolChoiceFunction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's SDK for Java. */
@QuarkusTest
@TestProfile(Profile.class)
class OpenAiJavaTest {

    private static final String WEATHER = "get_weather";
    private static final Map<String, Object> PLACE =
            Map.of("type", "object", "properties", Map.of("input", Map.of("type", "string")));

    @TestHTTPResource("/v1")
    URI gateway;

    private OpenAIClient client;

    @BeforeEach
    void open() {
        client = client(Families.KEY);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.toString())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams.Builder chat(String model, String text) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addSystemMessage("Be brief.")
                .addUserMessage(text);
    }

    private static ChatCompletionCreateParams.Builder withWeather(ChatCompletionCreateParams.Builder chat) {
        FunctionParameters.Builder parameters = FunctionParameters.builder();
        PLACE.forEach((name, value) -> parameters.putAdditionalProperty(name, JsonValue.from(value)));
        return chat.addFunctionTool(FunctionDefinition.builder()
                .name(WEATHER)
                .parameters(parameters.build())
                .build());
    }

    private static ChatCompletionCreateParams.Builder asksWeather(String model) {
        return withWeather(chat(model, "Weather in Oslo?"))
                .toolChoice(ChatCompletionNamedToolChoice.builder()
                        .function(ChatCompletionNamedToolChoice.Function.builder()
                                .name(WEATHER)
                                .build())
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-openai", "on-anthropic", "on-gemini", "dry-then-anthropic", "dry-then-gemini"})
    void aChatIsAnswered(String model) {
        ChatCompletion answer =
                client.chat().completions().create(chat(model, "Say hello.").build());

        ChatCompletion.Choice choice = answer.validate().choices().get(0);
        assertThat(choice.message().content().orElseThrow()).contains("Say hello.");
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-openai", "on-anthropic", "on-gemini", "dry-then-anthropic", "dry-then-gemini"})
    void aStreamIsPutTogether(String model) {
        ChatCompletion answer = streamed(chat(model, "Say hello.").build());

        assertThat(answer.choices().get(0).message().content().orElseThrow()).contains("Say hello.");
        assertThat(answer.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    }

    private ChatCompletion streamed(ChatCompletionCreateParams params) {
        ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            stream.stream().forEach(chunk -> all.accumulate(chunk.validate()));
        }
        return all.chatCompletion();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-openai", "on-anthropic", "on-gemini", "dry-then-anthropic", "dry-then-gemini"})
    void aToolIsCalledAndItsResultTaken(String model) {
        ChatCompletion asked =
                client.chat().completions().create(asksWeather(model).build());
        ChatCompletionMessageFunctionToolCall call = weatherCall(asked);

        ChatCompletion told = client.chat()
                .completions()
                .create(withWeather(chat(model, "Weather in Oslo?"))
                        .addMessage(asked.choices().get(0).message())
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.id())
                                .content("4 degrees, rain")
                                .build())
                        .build());

        assertThat(told.choices().get(0).message().content().orElseThrow()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-openai", "on-anthropic", "on-gemini", "dry-then-anthropic", "dry-then-gemini"})
    void aToolIsCalledInAStream(String model) {
        weatherCall(streamed(asksWeather(model).build()));
    }

    private static ChatCompletionMessageFunctionToolCall weatherCall(ChatCompletion answer) {
        ChatCompletion.Choice choice = answer.choices().get(0);
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        ChatCompletionMessageFunctionToolCall call =
                choice.message().toolCalls().orElseThrow().get(0).asFunction();
        assertThat(call.id()).isNotEmpty();
        assertThat(call.function().name()).isEqualTo(WEATHER);
        assertThat(call.function().arguments(Map.class)).isNotNull();
        return call;
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-openai", "on-anthropic", "on-gemini", "dry-then-anthropic", "dry-then-gemini"})
    void aResponseIsMadeAndStreamed(String model) {
        ResponseCreateParams params =
                ResponseCreateParams.builder().model(model).input("Say hello.").build();
        ResponseAccumulator all = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(params)) {
            stream.stream().forEach(all::accumulate);
        }

        assertThat(text(client.responses().create(params).validate())).contains("Say hello.");
        assertThat(text(all.response())).contains("Say hello.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-openai", "on-anthropic", "on-gemini"})
    void aResponseCallsAToolAndTakesItsResult(String model) {
        Response asked = client.responses()
                .create(responseWithWeather(model)
                        .input("Weather in Oslo?")
                        .toolChoice(ToolChoiceFunction.builder().name(WEATHER).build())
                        .build());
        ResponseFunctionToolCall call = asked.output().stream()
                .flatMap(item -> item.functionCall().stream())
                .findFirst()
                .orElseThrow();
        assertThat(call.name()).isEqualTo(WEATHER);

        Response told = client.responses()
                .create(responseWithWeather(model)
                        .inputOfResponse(List.of(
                                ResponseInputItem.ofFunctionCall(call),
                                ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                                        .callId(call.callId())
                                        .output("4 degrees, rain")
                                        .build())))
                        .build());
        assertThat(text(told)).isNotEmpty();
    }

    private static ResponseCreateParams.Builder responseWithWeather(String model) {
        FunctionTool.Parameters.Builder parameters = FunctionTool.Parameters.builder();
        PLACE.forEach((name, value) -> parameters.putAdditionalProperty(name, JsonValue.from(value)));
        return ResponseCreateParams.builder()
                .model(model)
                .addTool(FunctionTool.builder()
                        .name(WEATHER)
                        .parameters(parameters.build())
                        .strict(false)
                        .build());
    }

    private static String text(Response response) {
        StringBuilder text = new StringBuilder();
        for (ResponseOutputItem item : response.output()) {
            item.message().ifPresent(message -> message.content()
                    .forEach(content -> content.outputText().ifPresent(said -> text.append(said.text()))));
        }
        return text.toString();
    }

    @Test
    void embeddingsAndModelsAreRead() {
        assertThat(client.embeddings()
                        .create(EmbeddingCreateParams.builder()
                                .model("on-openai")
                                .inputOfArrayOfStrings(List.of("one", "two"))
                                .build())
                        .data())
                .hasSize(2);
        assertThat(client.models().list().data())
                .anySatisfy(model -> assertThat(model.validate().id()).isEqualTo("on-anthropic"));
        assertThat(client.models().retrieve("on-gemini").id()).isEqualTo("on-gemini");
    }

    @Test
    void errorsAreOfTheirClasses() {
        OpenAIClient stranger = client("kw-nobody");
        assertThatThrownBy(() -> stranger.chat()
                        .completions()
                        .create(chat("on-openai", "Hello").build()))
                .isInstanceOfSatisfying(UnauthorizedException.class, error -> {
                    assertThat(error.code()).hasValue("invalid_api_key");
                    assertThat(error.getMessage()).doesNotContain("kw-nobody");
                });
        stranger.close();
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(chat("no-such-model", "Hello").build()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> streamed(chat("no-such-model", "Hello").build()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.responses()
                        .create(ResponseCreateParams.builder()
                                .model("only-dry")
                                .input("Hello")
                                .build()))
                .isInstanceOf(RateLimitException.class)
                .extracting(error -> ((OpenAIServiceException) error).code().orElseThrow())
                .isEqualTo("keys_exhausted");
    }
}
