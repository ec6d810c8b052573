package io.keywell.protocol.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.JsonTrees;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Fields that both of OpenAI's dialects have under one name and with one meaning, and no other dialect has. */
public final class SharedFields {

    /** Where responses say how wordy an answer should be; chat completions say it at the top. */
    public static final String VERBOSITY_OF_RESPONSES = "text.verbosity";

    private static final String VERBOSITY = "verbosity";
    private static final List<String> NAMES =
            List.of("prompt_cache_key", "prompt_cache_retention", "safety_identifier", "service_tier");

    private SharedFields() {}

    /** Whether what stands in {@link ChatRequest#further} can be understood by the other of the two. */
    static boolean understood(ChatRequest request) {
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

    /** Whether it says how wordy the answer should be, in either dialect's words. */
    public static boolean hasVerbosity(ChatRequest request) {
        return understood(request) && request.further().containsKey(verbosityOf(request));
    }

    /** Writes it, if it does, in the object where it stands in the dialect that is written. */
    public static void writeVerbosity(ChatRequest request, JsonGenerator out, Set<String> carried) throws IOException {
        String name = verbosityOf(request);
        JsonNode value = request.further().get(name);
        if (value != null && understood(request)) {
            JsonTrees.writeField(out, VERBOSITY, value);
            carried.add(name);
        }
    }

    private static String verbosityOf(ChatRequest request) {
        return request.caller() == Dialect.RESPONSES ? VERBOSITY_OF_RESPONSES : VERBOSITY;
    }
}
