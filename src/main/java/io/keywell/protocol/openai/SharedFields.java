package io.keywell.protocol.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.JsonTrees;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/** Fields that both of OpenAI's dialects have under one name and with one meaning, and no other dialect has. */
public final class SharedFields {

    private static final Set<String> NAMES =
            new TreeSet<>(Set.of("service_tier", "safety_identifier", "prompt_cache_key", "prompt_cache_retention"));

    private SharedFields() {}

    /** Whether what stands in {@link ChatRequest#further} can be understood by the other of the two. */
    public static boolean understood(ChatRequest request) {
        return request.caller() == Dialect.OPENAI || request.caller() == Dialect.RESPONSES;
    }

    /** Writes those that the request has, and adds their names. */
    public static void write(ChatRequest request, JsonGenerator out, Set<String> carried) throws IOException {
        if (!understood(request)) {
            return;
        }
        for (String name : NAMES) {
            JsonNode value = request.further().get(name);
            if (value != null) {
                JsonTrees.writeField(out, name, value);
                carried.add(name);
            }
        }
    }
}
