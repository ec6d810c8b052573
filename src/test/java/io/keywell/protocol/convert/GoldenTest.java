package io.keywell.protocol.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.ChatSides.Read;
import io.keywell.protocol.chat.RequestDraft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every input of every dialect, converted for every other dialect, is what the golden files say. */
class GoldenTest {

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("requests")
    void aCallersRequestBecomesTheProvidersBody(String pair, String name, Conversion conversion) {
        ChatRequest request = request(conversion, name);
        Map<String, Object> notes = new LinkedHashMap<>();
        boolean schema = request.format() instanceof OutputFormat.Schema;
        // Of Bedrock's models not all take a schema.
        String model =
                schema && conversion.to() == Dialect.BEDROCK ? "anthropic.claude-sonnet-4-5-v1:0" : "upstream-model";
        Set<Feature> missing = conversion.missing(request, model);
        if (missing.isEmpty()) {
            Conversion.Request written = conversion.request(request, model);
            notes.put("needs", names(request.needs()));
            notes.put("lossy", written.lossy());
            GoldenFiles.expectJson(conversion, name + ".upstream.json", written.body());
        } else {
            notes.put("cannot", names(missing));
            GoldenFiles.expectNone(conversion, name + ".upstream.json");
        }
        GoldenFiles.expectJson(conversion, name + ".notes.json", GoldenFiles.tree(notes));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("answers")
    void aProvidersAnswerBecomesTheCallers(String pair, String name, Conversion conversion) {
        Bytes upstream = GoldenFiles.input(conversion.to(), name + ".answer.json");

        Conversion.Answer answer = conversion.answer(upstream, frame(conversion));

        assertThat(answer).isNotNull();
        GoldenFiles.expectJson(conversion, name + ".reply.json", answer.body());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("streams")
    void aProvidersStreamBecomesTheCallers(String pair, String name, Conversion conversion) {
        Bytes upstream = GoldenFiles.input(conversion.to(), name + ".stream");

        GoldenFiles.expect(conversion, name + ".events", stream(conversion, upstream));
    }

    private static Frame frame(Conversion conversion) {
        ChatRequest asked = new RequestDraft(conversion.from(), "asked-model", true).finish();
        return new Frame("golden01", 1_700_000_000, true, asked);
    }

    private static ChatRequest request(Conversion conversion, String name) {
        Bytes body = GoldenFiles.input(conversion.from(), name + ".request.json");
        JsonNode json = GoldenFiles.parse(body);
        String model = json.path("model").asText("asked-model");
        Read read = conversion.read(body, model, json.path("stream").asBoolean(name.startsWith("stream")));
        assertThat(read).isInstanceOf(Read.Understood.class);
        return ((Read.Understood) read).request();
    }

    /** The caller's stream; a failure that the gateway would word for it stands there as a comment. */
    private static String stream(Conversion conversion, Bytes upstream) {
        ConvertedStream stream = conversion.stream(frame(conversion));
        StringBuilder out = new StringBuilder();
        SseFramer framer = new SseFramer();
        framer.feed(upstream.array(), upstream.offset(), upstream.end(), (event, from, to) -> {
            stream.read(event, from, to);
            step(stream, out);
        });
        framer.finish((event, from, to) -> {
            stream.read(event, from, to);
            step(stream, out);
        });
        stream.end();
        step(stream, out);
        return out.append(": usage ").append(stream.usage()).append('\n').toString();
    }

    private static void step(ConvertedStream stream, StringBuilder out) {
        out.append(GoldenFiles.text(stream.output()));
        if (stream.kind() == ConvertedStream.Kind.ERROR) {
            out.append(": failed ").append(GoldenFiles.text(stream.data())).append('\n');
        }
    }

    private static List<String> names(Set<Feature> features) {
        return features.stream().sorted().map(Feature::name).toList();
    }

    static Stream<Arguments> requests() {
        return inputs(".request.json", (from, to) -> from);
    }

    static Stream<Arguments> answers() {
        return inputs(".answer.json", (from, to) -> to);
    }

    static Stream<Arguments> streams() {
        return inputs(".stream", (from, to) -> to);
    }

    /** All pairs with all inputs of the side that speaks. */
    private static Stream<Arguments> inputs(String ending, BiFunction<Dialect, Dialect, Dialect> speaker) {
        List<Arguments> all = new ArrayList<>();
        for (Dialect from : Dialect.values()) {
            for (Dialect to : Dialect.values()) {
                Conversion conversion = Conversions.all().find(from, to);
                if (conversion != null && from != Dialect.BEDROCK) {
                    for (String name : GoldenFiles.cases(speaker.apply(from, to), ending)) {
                        all.add(Arguments.of(from + " -> " + to, name, conversion));
                    }
                }
            }
        }
        return all.stream();
    }
}
