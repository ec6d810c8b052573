package io.keywell.protocol.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.ChatRequest.Turn;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.ChatSides.Read;
import io.keywell.protocol.chat.ChatSides.Written;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a dialect's writer says and its reader reads again is what was asked, but for what the writer named as dropped.
 * Every dialect that callers speak is held to it.
 */
class RoundTripTest {

    private static final long SEED = 4_711;
    private static final int REQUESTS = 400;

    static Stream<ChatSides> sides() {
        return Conversions.SIDES.stream().filter(RandomRequests::isSpoken);
    }

    @ParameterizedTest
    @MethodSource("sides")
    void nothingIsLostThatIsNotNamed(ChatSides sides) {
        RandomRequests requests = new RandomRequests(sides, SEED);
        for (int i = 0; i < REQUESTS; i++) {
            ChatRequest asked = requests.next();

            Written written = sides.writeRequest(asked, "model");
            Read read = sides.readRequest(written.body(), "model", asked.stream());

            assertThat(read).as(GoldenFiles.text(written.body())).isInstanceOf(Read.Understood.class);
            ChatRequest understood = ((Read.Understood) read).request();
            assertThat(words(understood, written.dropped()))
                    .as("request %d of seed %d: %s", i, SEED, GoldenFiles.text(written.body()))
                    .isEqualTo(words(asked, written.dropped()));
        }
    }

    /** What a request says, in a form in which what is the same looks the same. */
    private static Map<String, Object> words(ChatRequest request, Set<Parameter> dropped) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("stream", request.stream());
        words.put("system", request.allSystem().stream().map(Part.Text::text).toList());
        words.put("turns", turns(request, dropped));
        words.put("tools", request.tools().stream().map(RoundTripTest::tool).toList());
        words.put("choice", request.tools().isEmpty() ? "" : request.toolChoice());
        // Several at once is what every dialect does unless it is told not to.
        boolean one = Boolean.FALSE.equals(request.parallelTools()) && !dropped.contains(Parameter.PARALLEL_TOOLS);
        boolean callable = !request.tools().isEmpty() && !(request.toolChoice() instanceof ToolChoice.None);
        words.put("one call", one && callable);
        words.put("sampling", sampling(request.sampling(), dropped));
        words.put("cap", request.maxOutputTokens());
        words.put("stop", request.stop());
        words.put("format", format(request.format()));
        words.put("thinking", thinking(request.thinking(), dropped));
        words.put("user", kept(request.user(), Parameter.USER, dropped));
        return words;
    }

    private static List<Object> turns(ChatRequest request, Set<Parameter> dropped) {
        List<Object> turns = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Turn turn : request.alternatingTurns()) {
            turns.add(turn.role());
            for (Part part : turn.parts()) {
                if (!(part instanceof Part.Reasoning) || !dropped.contains(Parameter.EARLIER_REASONING)) {
                    turns.add(part(part, ids, dropped));
                }
            }
        }
        return turns;
    }

    /** Calls are told by their order: a dialect without ids finds its own. */
    private static String part(Part part, List<String> ids, Set<Parameter> dropped) {
        if (part instanceof Part.ToolCall call) {
            ids.add(call.id());
            return "call " + call.name() + " " + call.arguments();
        }
        if (part instanceof Part.ToolResult result) {
            return "result " + ids.indexOf(result.id()) + " " + result.name() + " " + result.content();
        }
        return part instanceof Part.Media media ? media(media, dropped) : part.toString();
    }

    private static String media(Part.Media media, Set<Parameter> dropped) {
        return media.kind() + " " + media.source() + " " + media.mediaType() + " "
                + kept(media.name(), Parameter.MEDIA_NAME, dropped);
    }

    private static String tool(Tool tool) {
        return tool.name() + " " + tool.description() + " " + tool.schema();
    }

    private static List<Object> sampling(Sampling sampling, Set<Parameter> dropped) {
        List<Object> words = new ArrayList<>();
        words.add(kept(sampling.temperature(), Parameter.TEMPERATURE, dropped));
        words.add(kept(sampling.topP(), Parameter.TOP_P, dropped));
        words.add(kept(sampling.topK(), Parameter.TOP_K, dropped));
        words.add(kept(sampling.presencePenalty(), Parameter.PRESENCE_PENALTY, dropped));
        words.add(kept(sampling.frequencyPenalty(), Parameter.FREQUENCY_PENALTY, dropped));
        words.add(kept(sampling.seed(), Parameter.SEED, dropped));
        return words;
    }

    /** A schema's name is a label that changes nothing. */
    private static String format(OutputFormat format) {
        return format instanceof OutputFormat.Schema schema ? "schema " + schema.schema() : format.toString();
    }

    /** How much is a word in one dialect and a number in another: the golden files show that. */
    private static String thinking(Thinking thinking, Set<Parameter> dropped) {
        if (thinking == null || dropped.contains(Parameter.THINKING)) {
            return "";
        }
        return thinking.mode() + (dropped.contains(Parameter.THINKING_VISIBLE) ? "" : " " + thinking.visible());
    }

    private static Object kept(Object value, Parameter parameter, Set<Parameter> dropped) {
        return dropped.contains(parameter) || value == null ? "" : value;
    }
}
