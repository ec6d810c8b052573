package io.keywell.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.SplittableRandom;

/** Vectors of length 1 that depend on the input alone. */
final class EmbeddingBody {

    static final int MOST_DIMENSIONS = 4_096;
    private static final int USUAL_DIMENSIONS = 64;

    private EmbeddingBody() {}

    static String of(Ask ask) {
        int dimensions = ask.dimensions < 1 ? USUAL_DIMENSIONS : (int) Math.min(MOST_DIMENSIONS, ask.dimensions);
        StringBuilder json = new StringBuilder(1_024).append("{\"object\":\"list\",\"data\":[");
        for (int i = 0; i < ask.inputHashes.size(); i++) {
            json.append(i == 0 ? "" : ",").append("{\"object\":\"embedding\",\"index\":");
            json.append(i).append(",\"embedding\":");
            float[] vector = vector(ask.inputHashes.get(i), dimensions);
            if (ask.base64) {
                appendBase64(json, vector);
            } else {
                appendFloats(json, vector);
            }
            json.append('}');
        }
        ErrorAnswer.quote(json.append("],\"model\":"), ask.model);
        long tokens = ask.promptTokens();
        json.append(",\"usage\":{\"prompt_tokens\":").append(tokens);
        return json.append(",\"total_tokens\":").append(tokens).append("}}").toString();
    }

    static void appendVector(StringBuilder json, int seed) {
        appendFloats(json, vector(seed, USUAL_DIMENSIONS));
    }

    private static float[] vector(int seed, int dimensions) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
            squares += vector[i] * vector[i];
        }
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    /** 32-bit floats, little-endian, as OpenAI's clients decode them. */
    private static void appendBase64(StringBuilder json, float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : vector) {
            bytes.putFloat(value);
        }
        json.append('"')
                .append(Base64.getEncoder().encodeToString(bytes.array()))
                .append('"');
    }

    private static void appendFloats(StringBuilder json, float[] vector) {
        json.append('[');
        for (int i = 0; i < vector.length; i++) {
            json.append(i == 0 ? "" : ",").append(vector[i]);
        }
        json.append(']');
    }
}
