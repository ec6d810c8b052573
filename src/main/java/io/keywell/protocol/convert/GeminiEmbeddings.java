package io.keywell.protocol.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.openai.Vectors;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A request for embeddings whose caller speaks Gemini's dialect and whose provider speaks OpenAI's. Read once. */
public final class GeminiEmbeddings {

    private final boolean batch;
    private final ArrayNode input = JsonTrees.newObject().putArray("input");
    private final Set<String> lossy = new TreeSet<>();
    private @Nullable JsonNode dimensions;

    private GeminiEmbeddings(boolean batch) {
        this.batch = batch;
    }

    /**
     * @param batch whether the body holds several requests
     * @return null for what a text alone does not express, and for vectors of different lengths
     */
    public static @Nullable GeminiEmbeddings read(Bytes asked, boolean batch) {
        GeminiEmbeddings read = new GeminiEmbeddings(batch);
        ObjectNode root = JsonTrees.object(asked);
        if (root == null) {
            return null;
        }
        for (JsonNode one : batch ? root.path("requests") : List.of(root)) {
            if (!read.take(one)) {
                return null;
            }
        }
        return read.input.isEmpty() ? null : read;
    }

    private boolean take(JsonNode one) {
        String text = text(one.path("content"));
        JsonNode camel = one.path("outputDimensionality");
        JsonNode wanted = camel.isMissingNode() ? one.path("output_dimensionality") : camel;
        if (text == null || dimensions != null && !dimensions.equals(wanted)) {
            return false;
        }
        dimensions = wanted;
        input.add(text);
        one.fieldNames().forEachRemaining(name -> {
            if (!isTold(name)) {
                lossy.add(batch ? "requests." + name : name);
            }
        });
        return true;
    }

    private static boolean isTold(String name) {
        return switch (name) {
            case "model", "content", "outputDimensionality", "output_dimensionality" -> true;
            default -> false;
        };
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

    /** The body for the provider. */
    public Conversion.Request request(String upstreamModel) {
        Bytes body = JsonTrees.write(out -> {
            out.writeStartObject();
            out.writeStringField("model", upstreamModel);
            JsonTrees.writeField(out, "input", input);
            if (dimensions != null && dimensions.isNumber()) {
                JsonTrees.writeField(out, "dimensions", dimensions);
            }
            out.writeEndObject();
        });
        return new Conversion.Request(body, List.copyOf(lossy));
    }

    /**
     * The caller's answer; null when the provider's is none, or has not a vector for each text.
     *
     * @param usage as the provider told it or as it was guessed
     */
    public Conversion.@Nullable Answer answer(Bytes body, Usage usage) {
        List<byte[]> vectors = Vectors.inOrder(body);
        if (vectors == null || vectors.size() != input.size()) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length());
        ascii(batch ? "{\"embeddings\":[" : "{\"embedding\":", out);
        for (int i = 0; i < vectors.size(); i++) {
            ascii(i == 0 ? "{\"values\":" : ",{\"values\":", out);
            out.writeBytes(vectors.get(i));
            out.write('}');
        }
        ascii(batch ? "]" : "", out);
        ascii(",\"usageMetadata\":{\"promptTokenCount\":" + usage.input(), out);
        ascii(",\"totalTokenCount\":" + usage.total() + "}}", out);
        return new Conversion.Answer(Bytes.of(out.toByteArray()), usage);
    }

    private static void ascii(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
