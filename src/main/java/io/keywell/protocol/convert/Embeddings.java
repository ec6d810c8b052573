package io.keywell.protocol.convert;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.openai.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A request for embeddings of texts whose provider takes them otherwise than its caller writes them: in OpenAI's dialect, or
 * as Vertex's predictions. Read once.
 */
public final class Embeddings {

    /** As many instances as one prediction takes; the models called after Gemini take one. */
    private static final int MOST_INSTANCES = 250;

    private final Caller caller;
    private final List<Text> texts = new ArrayList<>();
    private final Set<String> lossy = new TreeSet<>();
    private final Set<String> hints = new TreeSet<>();
    private @Nullable JsonNode dimensions;
    private boolean base64;

    private enum Caller {
        OPENAI,
        GEMINI,
        GEMINI_BATCH
    }

    /** What is to be embedded, with what only Google's models are told about it. */
    private record Text(String text, @Nullable String task, @Nullable String title) {}

    private Embeddings(Caller caller) {
        this.caller = caller;
    }

    /**
     * Reads a Gemini caller's request.
     *
     * @param batch whether the body holds several requests
     * @return null for what a text alone does not express, and for vectors of different lengths
     */
    public static @Nullable Embeddings gemini(Bytes asked, boolean batch) {
        Embeddings read = new Embeddings(batch ? Caller.GEMINI_BATCH : Caller.GEMINI);
        ObjectNode root = JsonTrees.object(asked);
        if (root == null) {
            return null;
        }
        for (JsonNode one : batch ? root.path("requests") : List.of(root)) {
            if (!read.take(one)) {
                return null;
            }
        }
        return read.texts.isEmpty() ? null : read;
    }

    /**
     * Reads an OpenAI caller's request.
     *
     * @return null for what is no text, such as tokens
     */
    public static @Nullable Embeddings openAi(Bytes asked) {
        ObjectNode root = JsonTrees.object(asked);
        if (root == null) {
            return null;
        }
        Embeddings read = new Embeddings(Caller.OPENAI);
        JsonNode input = root.path("input");
        for (JsonNode one : input.isArray() ? input : List.of(input)) {
            if (!one.isTextual()) {
                return null;
            }
            read.texts.add(new Text(one.textValue(), null, null));
        }
        read.dimensions = root.path("dimensions");
        read.base64 = "base64".equals(JsonTrees.textAt(root, "encoding_format"));
        root.fieldNames().forEachRemaining(name -> {
            switch (name) {
                case "model", "input", "dimensions", "encoding_format" -> {}
                default -> read.lossy.add(name);
            }
        });
        return read.texts.isEmpty() ? null : read;
    }

    private boolean take(JsonNode one) {
        String text = text(one.path("content"));
        JsonNode wanted = either(one, "outputDimensionality", "output_dimensionality");
        if (text == null || dimensions != null && !dimensions.equals(wanted)) {
            return false;
        }
        dimensions = wanted;
        JsonNode task = either(one, "taskType", "task_type");
        texts.add(new Text(text, task.isTextual() ? task.textValue() : null, JsonTrees.textAt(one, "title")));
        String place = caller == Caller.GEMINI_BATCH ? "requests." : "";
        one.fieldNames().forEachRemaining(name -> {
            switch (name) {
                case "model", "content", "outputDimensionality", "output_dimensionality" -> {}
                case "taskType", "task_type", "title" -> hints.add(place + name);
                default -> lossy.add(place + name);
            }
        });
        return true;
    }

    private static JsonNode either(JsonNode one, String camel, String snake) {
        JsonNode value = one.path(camel);
        return value.isMissingNode() ? one.path(snake) : value;
    }

    private static @Nullable String text(JsonNode content) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content.path("parts")) {
            String words = JsonTrees.textAt(part, "text");
            if (words == null) {
                return null;
            }
            text.append(text.isEmpty() ? "" : "\n").append(words);
        }
        return text.isEmpty() ? null : text.toString();
    }

    /** The body for a provider of OpenAI's dialect. */
    public Conversion.Request request(String upstreamModel) {
        Bytes body = JsonTrees.write(out -> {
            out.writeStartObject();
            out.writeStringField("model", upstreamModel);
            out.writeArrayFieldStart("input");
            for (Text text : texts) {
                out.writeString(text.text());
            }
            out.writeEndArray();
            writeDimensions(out, "dimensions");
            out.writeEndObject();
        });
        Set<String> dropped = new TreeSet<>(lossy);
        dropped.addAll(hints);
        return new Conversion.Request(body, List.copyOf(dropped));
    }

    /** Whether vectors of a certain length are wanted. */
    public boolean wantsDimensions() {
        return dimensions != null && dimensions.isNumber();
    }

    /** Whether one prediction of that model takes all the texts. */
    public boolean isOnePrediction(String upstreamModel) {
        return texts.size() <= (upstreamModel.startsWith("gemini-") ? 1 : MOST_INSTANCES);
    }

    /** The body for Vertex. */
    public Conversion.Request prediction() {
        Bytes body = JsonTrees.write(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("instances");
            for (Text text : texts) {
                out.writeStartObject();
                out.writeStringField("content", text.text());
                if (text.task() != null) {
                    out.writeStringField("task_type", text.task());
                }
                if (text.title() != null) {
                    out.writeStringField("title", text.title());
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeObjectFieldStart("parameters");
            writeDimensions(out, "outputDimensionality");
            out.writeEndObject();
            out.writeEndObject();
        });
        return new Conversion.Request(body, List.copyOf(lossy));
    }

    private void writeDimensions(JsonGenerator out, String name) throws IOException {
        JsonNode wanted = dimensions;
        if (wanted != null && wanted.isNumber()) {
            JsonTrees.writeField(out, name, wanted);
        }
    }

    /**
     * The caller's answer, made of one in OpenAI's dialect; null when the provider's is none, or has not a vector for each text.
     *
     * @param usage as the provider told it or as it was guessed
     * @param model as the caller named it
     */
    public Conversion.@Nullable Answer answer(Bytes body, Usage usage, String model) {
        List<byte[]> vectors = Vectors.inOrder(body);
        return vectors == null ? null : written(vectors, usage, model);
    }

    /**
     * The caller's answer, made of Vertex's; null when that is none, or has not a vector for each text.
     *
     * @param guess of the usage, where the provider does not tell it
     */
    public Conversion.@Nullable Answer predicted(Bytes body, Usage guess, String model) {
        ObjectNode root = JsonTrees.object(body);
        if (root == null) {
            return null;
        }
        List<byte[]> vectors = new ArrayList<>();
        long tokens = 0;
        for (JsonNode prediction : root.path("predictions")) {
            JsonNode told = prediction.path("embeddings");
            JsonNode values = told.path("values");
            if (!values.isArray()) {
                return null;
            }
            for (JsonNode value : values) {
                if (!value.isNumber()) {
                    return null;
                }
            }
            vectors.add(values.toString().getBytes(StandardCharsets.US_ASCII));
            tokens += JsonTrees.count(told.path("statistics"), "token_count");
        }
        return written(vectors, tokens == 0 ? guess : Usage.reported(tokens, 0), model);
    }

    private Conversion.@Nullable Answer written(List<byte[]> vectors, Usage usage, String model) {
        if (vectors.size() != texts.size()) {
            return null;
        }
        Bytes body = caller == Caller.OPENAI ? openAi(vectors, usage, model) : gemini(vectors, usage);
        return body == null ? null : new Conversion.Answer(body, usage);
    }

    private Bytes gemini(List<byte[]> vectors, Usage usage) {
        boolean batch = caller == Caller.GEMINI_BATCH;
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
        ascii(batch ? "{\"embeddings\":[" : "{\"embedding\":", out);
        for (int i = 0; i < vectors.size(); i++) {
            ascii(i == 0 ? "{\"values\":" : ",{\"values\":", out);
            out.writeBytes(vectors.get(i));
            out.write('}');
        }
        ascii(batch ? "]" : "", out);
        ascii(",\"usageMetadata\":{\"promptTokenCount\":" + usage.input(), out);
        ascii(",\"totalTokenCount\":" + usage.total() + "}}", out);
        return Bytes.of(out.toByteArray());
    }

    private @Nullable Bytes openAi(List<byte[]> vectors, Usage usage, String model) {
        Bytes numbers = JsonTrees.write(out -> {
            out.writeStartObject();
            out.writeStringField("object", "list");
            out.writeArrayFieldStart("data");
            for (int i = 0; i < vectors.size(); i++) {
                out.writeStartObject();
                out.writeStringField("object", "embedding");
                out.writeNumberField("index", i);
                out.writeFieldName("embedding");
                out.writeRawValue(new String(vectors.get(i), StandardCharsets.US_ASCII));
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeStringField("model", model);
            out.writeObjectFieldStart("usage");
            out.writeNumberField("prompt_tokens", usage.input());
            out.writeNumberField("total_tokens", usage.total());
            out.writeEndObject();
            out.writeEndObject();
        });
        return base64 ? Vectors.encoded(numbers, true) : numbers;
    }

    private static void ascii(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
