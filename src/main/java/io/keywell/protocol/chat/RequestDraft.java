package io.keywell.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.ChatRequest.Turn;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request while it is read: a reader sets what it meets, in whatever order. Used once, on one thread. It names results
 * after their calls and finds out what the request needs.
 */
public final class RequestDraft {

    private final Dialect caller;
    private final String model;
    private final boolean stream;
    private final List<Part.Text> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private final Map<String, String> toolNames = new HashMap<>();
    private final List<String> stop = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Set<Feature> needs = EnumSet.noneOf(Feature.class);
    private final Map<String, JsonNode> further = new LinkedHashMap<>();

    private ToolChoice toolChoice = new ToolChoice.Auto();
    private @Nullable Boolean parallelTools;
    private Sampling sampling = Sampling.NONE;
    private long maxOutputTokens = -1;
    private OutputFormat format = new OutputFormat.Text();
    private @Nullable Thinking thinking;
    private @Nullable String user;
    private @Nullable GatewayError mistake;

    public RequestDraft(Dialect caller, String model, boolean stream) {
        this.caller = caller;
        this.model = model;
        this.stream = stream;
    }

    /** A system prompt: before all turns, or where the conversation stands. */
    public void system(List<Part.Text> prompt) {
        if (turns.isEmpty()) {
            system.addAll(prompt);
        } else {
            turn(Role.SYSTEM, prompt);
        }
    }

    /** The next turn; nothing when it has no parts. A result without a name gets its call's. */
    public void turn(Role role, List<? extends Part> parts) {
        if (parts.isEmpty()) {
            return;
        }
        List<Part> named = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (part instanceof Part.ToolCall call) {
                toolNames.put(call.id(), call.name());
            }
            named.add(part instanceof Part.ToolResult result && result.name() == null ? named(result) : part);
        }
        turns.add(new Turn(role, named));
    }

    private Part.ToolResult named(Part.ToolResult result) {
        return new Part.ToolResult(
                result.id(), toolNames.get(result.id()), result.content(), result.error(), result.cache());
    }

    public void tool(Tool tool) {
        tools.add(tool);
    }

    /** Leaves only these tools to choose from. */
    public void onlyTools(Set<String> names) {
        tools.removeIf(tool -> !names.contains(tool.name()));
    }

    public void toolChoice(ToolChoice choice) {
        toolChoice = choice;
    }

    public void parallelTools(@Nullable Boolean parallel) {
        parallelTools = parallel;
    }

    public void sampling(Sampling words) {
        sampling = words;
    }

    public void maxOutputTokens(long tokens) {
        maxOutputTokens = tokens;
    }

    public void stop(String sequence) {
        stop.add(sequence);
    }

    public void format(OutputFormat shape) {
        format = shape;
    }

    public void thinking(@Nullable Thinking words) {
        thinking = words;
    }

    public void user(@Nullable String name) {
        user = name;
    }

    public void label(String name, String value) {
        metadata.put(name, value);
    }

    public void need(Feature feature) {
        needs.add(feature);
    }

    public void further(String name, JsonNode value) {
        further.put(name, value);
    }

    /** What is wrong with the request; only the first time counts. */
    public void mistake(String message, @Nullable String param) {
        if (mistake == null) {
            mistake = GatewayError.invalid(message, param);
        }
    }

    /** What came of reading. */
    public ChatSides.Read read() {
        return mistake == null ? new ChatSides.Read.Understood(finish()) : new ChatSides.Read.Malformed(mistake);
    }

    public ChatRequest finish() {
        findNeeds();
        return new ChatRequest(
                caller,
                model,
                stream,
                system,
                turns,
                tools,
                toolChoice,
                parallelTools,
                sampling,
                maxOutputTokens,
                stop,
                format,
                thinking,
                user,
                metadata,
                needs,
                further);
    }

    private void findNeeds() {
        for (Turn turn : turns) {
            turn.parts().forEach(this::findNeeds);
        }
        needIf(!tools.isEmpty(), Feature.TOOLS);
        if (toolChoice instanceof ToolChoice.Required required) {
            needs.add(required.name() == null ? Feature.REQUIRED_TOOL : Feature.FORCED_TOOL);
        }
        needIf(format instanceof OutputFormat.Schema, Feature.OUTPUT_SCHEMA);
        needIf(format instanceof OutputFormat.Json, Feature.OUTPUT_JSON);
        needIf(!stop.isEmpty(), Feature.STOP_SEQUENCES);
    }

    private void findNeeds(Part part) {
        if (part instanceof Part.Media media) {
            boolean remote = media.source() instanceof Part.Source.Url;
            switch (media.kind()) {
                case IMAGE -> needs.add(remote ? Feature.IMAGE_URL_IN : Feature.IMAGE_IN);
                case AUDIO -> needs.add(remote ? Feature.AUDIO_URL_IN : Feature.AUDIO_IN);
                case VIDEO -> needs.add(Feature.VIDEO_IN);
                case DOCUMENT -> needs.add(remote ? Feature.DOCUMENT_URL_IN : Feature.DOCUMENT_IN);
            }
        } else if (part instanceof Part.ToolResult result) {
            needs.add(Feature.TOOLS);
            result.content().forEach(this::findNeeds);
        } else if (part instanceof Part.ToolCall) {
            needs.add(Feature.TOOLS);
        }
    }

    private void needIf(boolean found, Feature feature) {
        if (found) {
            needs.add(feature);
        }
    }
}
