package io.keywell.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.crossing.Script.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls beside chats that cross: embeddings, reranking, old completions. */
@QuarkusTest
@TestProfile(Profile.class)
class OtherCallsTest extends Crossing {

    private static final String EMBEDDINGS = "v1/embeddings";
    private static final String COMPLETIONS = "v1/completions";
    private static final String USAGE = ",\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}";

    private static Answer vectors(String... vectors) {
        StringBuilder data = new StringBuilder();
        for (int i = vectors.length - 1; i >= 0; i--) {
            data.append(data.isEmpty() ? "" : ",")
                    .append("{\"object\":\"embedding\",\"index\":" + i + ",\"embedding\":");
            data.append(vectors[i]).append('}');
        }
        return Answer.json(200, "{\"object\":\"list\",\"data\":[" + data + "],\"model\":\"e\"" + USAGE);
    }

    private JsonObject sent(String provider) {
        return new JsonObject(script.received(provider).get(0).body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "base64|[1.0,0.5]|\"AACAPwAAAD8=\"",
                "float|\"AACAPwAAAD8=\"|[1.0,0.5]",
                "base64|\"AACAPwAAAD8=\"|\"AACAPwAAAD8=\"",
                "float|[1, 5e-1]|[1, 5e-1]"
            })
    void vectorsComeInTheFormThatWasAsked(String format, String told, String got) {
        script.answers("openai", vectors(told));

        HttpResponse<String> answer =
                post(EMBEDDINGS, "{\"model\":\"only-openai\",\"input\":\"x\",\"encoding_format\":\"" + format + "\"}");

        assertThat(answer.body()).isEqualTo(vectors(got).body());
    }

    @Test
    void vectorsThatCannotBeReadAreAFailureOfTheProvider() {
        script.answers("openai", vectors("[1,\"a\"]"));

        HttpResponse<String> answer =
                post(EMBEDDINGS, "{\"model\":\"only-openai\",\"input\":\"x\",\"encoding_format\":\"base64\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
    }

    @Test
    void aGeminiCallerGetsAVectorFromAVendorOfOpenAisDialect() {
        script.answers("openai", vectors("[0.25]"));

        HttpResponse<String> answer = post(
                "v1beta/models/only-openai:embedContent",
                "{\"content\":{\"parts\":[{\"text\":\"a\"},{\"text\":\"b\"}]},\"taskType\":\"RETRIEVAL_QUERY\",\"outputDimensionality\":1}");

        assertThat(answer.body())
                .isEqualTo(
                        "{\"embedding\":{\"values\":[0.25]},\"usageMetadata\":{\"promptTokenCount\":3,\"totalTokenCount\":3}}");
        assertThat(answer.headers().firstValue("x-keywell-lossy")).hasValue("taskType");
        assertThat(script.received("openai").get(0).path()).isEqualTo("/v1/embeddings");
        assertThat(sent("openai").encode())
                .isEqualTo("{\"model\":\"gpt-4o-mini\",\"input\":[\"a\\nb\"],\"dimensions\":1}");
    }

    @Test
    void aBatchOfAGeminiCallerKeepsItsOrderAndMistralsWords() {
        script.answers("mistral", vectors("[1]", "[2]"));

        HttpResponse<String> answer = post(
                "v1beta/models/only-mistral:batchEmbedContents",
                "{\"requests\":[{\"model\":\"models/x\",\"content\":{\"parts\":[{\"text\":\"a\"}]},\"outputDimensionality\":1},"
                        + "{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"output_dimensionality\":1}]}");

        assertThat(json(answer).getJsonArray("embeddings").encode()).isEqualTo("[{\"values\":[1]},{\"values\":[2]}]");
        assertThat(sent("mistral").getInteger("output_dimension")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"requests\":[{\"content\":{\"parts\":[{\"inlineData\":{\"data\":\"AA==\"}}]}}]}",
                "{\"requests\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"outputDimensionality\":1},"
                        + "{\"content\":{\"parts\":[{\"text\":\"b\"}]}}]}"
            })
    void whatOpenAisDialectCannotEmbedGoesNowhere(String body) {
        HttpResponse<String> answer = post("v1beta/models/only-openai:batchEmbedContents", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(script.received("openai")).isEmpty();
    }

    @Test
    void fewerVectorsThanTextsAreNoAnswer() {
        script.answers("openai", vectors("[1]"));

        HttpResponse<String> answer = post(
                "v1beta/models/only-openai:batchEmbedContents",
                "{\"requests\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}},{\"content\":{\"parts\":[{\"text\":\"b\"}]}}]}");

        assertThat(answer.statusCode()).isEqualTo(502);
    }

    private static final Answer PREDICTED = Answer.json(
            200,
            "{\"predictions\":[{\"embeddings\":{\"values\":[1.0,0.5],\"statistics\":{\"token_count\":2}}},"
                    + "{\"embeddings\":{\"values\":[0.25,1.0],\"statistics\":{\"token_count\":3}}}]}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"float|[1.0,0.5]|[0.25,1.0]", "base64|\"AACAPwAAAD8=\"|\"AACAPgAAgD8=\""})
    void anOpenAiCallerGetsVectorsFromVertexsPredictions(String format, String first, String second) {
        script.answers("vertex", PREDICTED);

        HttpResponse<String> answer = post(
                EMBEDDINGS,
                "{\"model\":\"only-vertex\",\"input\":[\"a\",\"b\"],\"dimensions\":2,\"user\":\"u\",\"encoding_format\":\""
                        + format + "\"}");

        assertThat(answer.body())
                .isEqualTo("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":" + first
                        + "},{\"object\":\"embedding\",\"index\":1,\"embedding\":" + second
                        + "}],\"model\":\"only-vertex\",\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}");
        assertThat(answer.headers().firstValue("x-keywell-lossy")).hasValue("user");
        assertThat(script.received("vertex").get(0).path())
                .isEqualTo(
                        "/v1/projects/p1/locations/europe-west4/publishers/google/models/text-embedding-005:predict");
        assertThat(sent("vertex").encode())
                .isEqualTo(
                        "{\"instances\":[{\"content\":\"a\"},{\"content\":\"b\"}],\"parameters\":{\"outputDimensionality\":2}}");
    }

    @Test
    void aGeminiCallersTaskReachesVertex() {
        script.answers("vertex", PREDICTED);

        HttpResponse<String> answer = post(
                "v1beta/models/only-vertex:batchEmbedContents",
                "{\"requests\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"taskType\":\"RETRIEVAL_DOCUMENT\",\"title\":\"t\"},"
                        + "{\"content\":{\"parts\":[{\"text\":\"b\"}]}}]}");

        assertThat(json(answer).getJsonArray("embeddings").encode())
                .isEqualTo("[{\"values\":[1.0,0.5]},{\"values\":[0.25,1.0]}]");
        assertThat(answer.headers().firstValue("x-keywell-lossy")).isEmpty();
        assertThat(sent("vertex").encode())
                .isEqualTo(
                        "{\"instances\":[{\"content\":\"a\",\"task_type\":\"RETRIEVAL_DOCUMENT\",\"title\":\"t\"},{\"content\":\"b\"}],"
                                + "\"parameters\":{}}");
    }

    @Test
    void whatIsNoTextDoesNotGoToVertex() {
        HttpResponse<String> answer = post(EMBEDDINGS, "{\"model\":\"only-vertex\",\"input\":[1,2]}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(script.received("vertex")).isEmpty();
    }

    @Test
    void vectorsOfAnotherLengthThanAskedAreNotTaken() {
        script.answers("cohere", vectors("[1]"));

        HttpResponse<String> asked = post(EMBEDDINGS, "{\"model\":\"only-cohere\",\"input\":\"x\",\"dimensions\":256}");

        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(400);
        assertThat(asked.body()).contains("dimensions");
        assertThat(script.received("cohere")).isEmpty();
        assertThat(post(EMBEDDINGS, "{\"model\":\"only-cohere\",\"input\":\"x\",\"dimensions\":null}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void cohereReranksAtItsOwnPathInItsOwnWords() {
        script.answers(
                "cohere",
                Answer.json(
                        200,
                        "{\"id\":\"r\",\"results\":[{\"index\":1,\"relevance_score\":0.9}],\"meta\":{\"billed_units\":{\"search_units\":1}}}"));

        HttpResponse<String> answer = post(
                "v1/rerank",
                "{\"model\":\"only-cohere\",\"query\":\"q\",\"documents\":[\"a\", {\"text\":\"b\"} ],\"top_n\":1,\"return_documents\":true}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(script.received("cohere").get(0).path()).isEqualTo("/v2/rerank");
        assertThat(script.received("cohere").get(0).body())
                .isEqualTo("{\"model\":\"rerank-v3.5\",\"query\":\"q\",\"documents\":[\"a\", \"b\" ],\"top_n\":1}");
        assertThat(json(answer).getJsonArray("results").getJsonObject(0).getJsonObject("document"))
                .isEqualTo(new JsonObject().put("text", "b"));
        assertThat(json(answer).getString("model")).isEqualTo("only-cohere");
        assertThat(json(answer).getJsonObject("usage").getInteger("total_tokens"))
                .isPositive();
        assertThat(answer.headers().firstValue("x-keywell-lossy")).isEmpty();
    }

    @Test
    void anOldCompletionIsAnsweredByAVendorThatOnlyChats() {
        script.answers(
                        "anthropic",
                        Answer.json(
                                200,
                                "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":"
                                        + "[{\"type\":\"text\",\"text\":\"Hi\"}],\"stop_reason\":\"max_tokens\","
                                        + "\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}"))
                .answers("mistral", Samples.OPENAI_TEXT);

        HttpResponse<String> far = post(
                COMPLETIONS, "{\"model\":\"only-anthropic\",\"prompt\":[\"Say hi\"],\"max_tokens\":2,\"echo\":false}");
        HttpResponse<String> near = post(COMPLETIONS, "{\"model\":\"only-mistral\",\"prompt\":\"Say hi\"}");

        assertThat(far.headers().firstValue("x-keywell-lossy")).isEmpty();
        assertThat(json(far).getString("object")).isEqualTo("text_completion");
        assertThat(json(far).getString("id")).startsWith("cmpl-");
        assertThat(json(far).getJsonArray("choices").encode())
                .isEqualTo("[{\"text\":\"Hi\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"length\"}]");
        assertThat(json(far).getJsonObject("usage").getInteger("total_tokens")).isEqualTo(5);
        assertThat(sent("anthropic").getJsonArray("messages").encode())
                .isEqualTo("[{\"role\":\"user\",\"content\":\"Say hi\"}]");
        assertThat(json(near).getJsonArray("choices").getJsonObject(0).getString("text"))
                .isEqualTo("Hello");
        assertThat(script.received("mistral").get(0).path()).isEqualTo("/v1/chat/completions");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void soIsAStreamOfOne(boolean usage) {
        script.answers("gemini", Samples.GEMINI_STREAM);

        HttpResponse<String> answer = post(
                COMPLETIONS,
                "{\"model\":\"only-gemini\",\"prompt\":\"Say hi\",\"stream\":true"
                        + (usage ? ",\"stream_options\":{\"include_usage\":true}}" : "}"));

        List<String> data = data(answer);
        assertThat(data.get(0)).contains("\"text_completion\"").contains("\"text\":\"Hello\"");
        assertThat(data.get(data.size() - 1)).isEqualTo("[DONE]");
        assertThat(answer.body().contains("\"total_tokens\":9")).isEqualTo(usage);
        assertThat(answer.body().contains("\"usage\":null")).isEqualTo(usage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"prompt\":[\"a\",\"b\"]",
                "\"prompt\":[1,2]",
                "\"prompt\":null",
                "\"prompt\":\"a\",\"echo\":true",
                "\"prompt\":\"a\",\"suffix\":\"b\"",
                "\"prompt\":\"a\",\"logprobs\":0",
                "\"prompt\":\"a\",\"best_of\":2"
            })
    void whatAChatCannotSayGoesToNobodyWhoOnlyChats(String words) {
        HttpResponse<String> answer = post(COMPLETIONS, "{\"model\":\"only-anthropic\"," + words + "}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).getJsonObject("error").getString("message")).contains("can express");
    }
}
