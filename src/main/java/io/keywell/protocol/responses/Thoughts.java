package io.keywell.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;

/** The text of a reasoning item: what open models thought, else the summary of it. */
final class Thoughts {

    /** Stands between the parts of a summary, each of which is a paragraph with a heading. */
    static final String BETWEEN = "\n\n";

    private Thoughts() {}

    static String of(JsonNode item) {
        String thought = joined(item.path("content"));
        return thought.isEmpty() ? joined(item.path("summary")) : thought;
    }

    private static String joined(JsonNode parts) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : parts) {
            text.append(text.length() > 0 ? BETWEEN : "")
                    .append(part.path("text").asText());
        }
        return text.toString();
    }
}
