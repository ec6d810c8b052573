package io.keywell.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.protocol.Protocol.PathWords;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.ChatSides.Read;
import io.keywell.protocol.chat.RequestDraft;
import io.keywell.protocol.convert.Conversion;
import io.keywell.protocol.convert.Conversions;
import io.keywell.protocol.convert.ConvertedStream;
import io.keywell.protocol.dialect.Protocols;
import io.keywell.protocol.xml.XmlMistake;
import io.keywell.protocol.xml.XmlRequest;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Input that is eight times as long makes about eight times the work, whatever is repeated in it. Work is counted in bytes
 * allocated, which no other load on the machine changes.
 */
class WorkTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FEW = 2_000;
    private static final int TIMES = 8;

    /** Room for arrays that double and for what is made once. */
    private static final double TOLERATED = 2.5 * TIMES;

    private static final int MADE_ONCE = 256 * 1024;

    @ParameterizedTest(name = "{0}")
    @MethodSource("parsers")
    void workGrowsWithTheInput(String name, IntFunction<String> input, Consumer<byte[]> parser) {
        byte[] few = input.apply(FEW).getBytes(StandardCharsets.UTF_8);
        byte[] many = input.apply(FEW * TIMES).getBytes(StandardCharsets.UTF_8);
        parser.accept(few);
        long little = allocated(parser, few);
        long much = allocated(parser, many);

        assertThat(much)
                .as("bytes for %d repetitions; %d for %d", FEW * TIMES, little, FEW)
                .isLessThan((long) (TOLERATED * little) + MADE_ONCE);
    }

    private static long allocated(Consumer<byte[]> parser, byte[] input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        parser.accept(input);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    static Stream<Arguments> parsers() {
        Map<String, IntFunction<String>> inputs = new LinkedHashMap<>();
        inputs.put("open arrays", "["::repeat);
        inputs.put("open objects", "{\"a\":"::repeat);
        inputs.put("elements", n -> "[" + "1,".repeat(n) + "1]");
        inputs.put("fields", n -> "{" + "\"a\":1,".repeat(n) + "\"b\":1}");
        inputs.put("a key of escapes", n -> "{\"" + "\\u0061".repeat(n) + "\":1}");
        inputs.put("turns", n -> messages("{\"role\":\"user\",\"content\":\"x\"}", n));
        inputs.put(
                "parts",
                n -> messages(
                        "{\"role\":\"user\",\"content\":[" + repeated("{\"type\":\"text\",\"text\":\"x\"}", n) + "]}",
                        1));
        inputs.put(
                "tools",
                n -> "{\"model\":\"m\",\"messages\":[],\"tools\":["
                        + repeated("{\"type\":\"function\",\"name\":\"f\",\"function\":{\"name\":\"f\"}}", n) + "]}");
        inputs.put(
                "turns of Gemini",
                n -> "{\"contents\":["
                        + repeated(
                                "{\"role\":\"user\",\"parts\":[{\"text\":\"x\"},{\"functionResponse\":{\"name\":\"f\",\"response\":{}}}]}",
                                n)
                        + "]}");
        inputs.put(
                "items",
                n -> "{\"model\":\"m\",\"input\":["
                        + repeated("{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"x\"}", n) + "]}");
        Stream<Arguments> bodies = inputs.entrySet().stream()
                .map(body -> Arguments.of(
                        "requests: " + body.getKey(), body.getValue(), (Consumer<byte[]>) WorkTest::requests));
        Consumer<byte[]> form = bytes -> new MultipartScan("b", "model").pass(bytes, 0, bytes.length);
        Consumer<byte[]> stream = WorkTest::streams;
        return Stream.concat(
                bodies,
                Stream.of(
                        Arguments.of(
                                "forms: empty lines",
                                (IntFunction<String>) n -> "--b\r\n"
                                        + ("X: " + "\n".repeat(8_000) + "\r\n\r\n\r\n--b\r\n").repeat(n / 1_000),
                                form),
                        Arguments.of(
                                "forms: almost boundaries",
                                (IntFunction<String>) n -> "--b\r\n\r\n" + "\r\n--\r\n-".repeat(n),
                                form),
                        Arguments.of(
                                "XML: elements",
                                (IntFunction<String>) n -> "<r><a type=\"array\">" + "<item/>".repeat(n) + "</a></r>",
                                (Consumer<byte[]>) WorkTest::xml),
                        Arguments.of(
                                "XML: fields",
                                (IntFunction<String>) n -> "<r>"
                                        + Stream.iterate(0, i -> i + 1)
                                                .limit(n)
                                                .map(i -> "<f" + i + "/>")
                                                .reduce(
                                                        new StringBuilder(),
                                                        StringBuilder::append,
                                                        StringBuilder::append)
                                        + "</r>",
                                (Consumer<byte[]>) WorkTest::xml),
                        Arguments.of(
                                "XML: references",
                                (IntFunction<String>) n -> "<r><a>" + "&lt;".repeat(n) + "</a></r>",
                                (Consumer<byte[]>) WorkTest::xml),
                        Arguments.of(
                                "streams: data lines",
                                (IntFunction<String>) n -> "data: {}\n".repeat(n) + "\n",
                                stream),
                        Arguments.of("streams: comments", (IntFunction<String>) n -> ":\n".repeat(n) + "\n", stream),
                        Arguments.of(
                                "streams: choices",
                                (IntFunction<String>) n -> "data: {\"choices\":["
                                        + repeated("{\"index\":0,\"delta\":{\"content\":\"x\"}}", n) + "]}\n\n",
                                stream),
                        Arguments.of(
                                "streams: calls",
                                (IntFunction<String>)
                                        n -> "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":["
                                                + repeated(
                                                        "{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"x\"}}",
                                                        n)
                                                + "]}}]}\n\n",
                                stream),
                        Arguments.of(
                                "streams: pieces of a call",
                                (IntFunction<String>) n ->
                                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"x\"}}]}}]}\n\n"
                                                .repeat(n),
                                stream),
                        Arguments.of(
                                "streams: interleaved calls",
                                (IntFunction<String>) n ->
                                        ("data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"x\"}},{\"index\":1,\"id\":\"d\",\"function\":{\"name\":\"g\",\"arguments\":\"x\"}}]}}]}\n\n")
                                                .repeat(n),
                                stream),
                        Arguments.of(
                                "streams: parts",
                                (IntFunction<String>) n -> "data: {\"candidates\":[{\"content\":{\"parts\":["
                                        + repeated("{\"text\":\"x\"}", n) + "]}}]}\n\n",
                                stream)));
    }

    private static String messages(String message, int n) {
        return "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + repeated(message, n) + "]}";
    }

    private static String repeated(String element, int n) {
        return (element + ",").repeat(n - 1) + element;
    }

    /** As every dialect's caller's, carried and converted. */
    private static void requests(byte[] body) {
        for (Dialect from : Dialect.values()) {
            Protocol protocol = Protocols.find(from);
            if (protocol != null) {
                protocol.read(Operation.CHAT, Bytes.of(body), new PathWords("m", false));
                protocol.usage(Operation.CHAT, Bytes.of(body));
            }
            for (Dialect to : Dialect.values()) {
                Conversion pair = Conversions.all().find(from, to);
                if (pair != null && pair.read(Bytes.of(body), "m", false) instanceof Read.Understood read) {
                    pair.request(read.request(), "m");
                }
            }
        }
    }

    private static void streams(byte[] stream) {
        for (Dialect from : Dialect.values()) {
            for (Dialect to : Dialect.values()) {
                Conversion pair = Conversions.all().find(from, to);
                if (pair != null && from != Dialect.BEDROCK) {
                    ConvertedStream converted =
                            pair.stream(new Frame("id", 0, true, new RequestDraft(from, "m", true).finish()));
                    SseFramer framer = new SseFramer();
                    framer.feed(stream, 0, stream.length, converted::read);
                    framer.finish(converted::read);
                    converted.end();
                }
            }
        }
    }

    private static void xml(byte[] document) {
        try {
            XmlRequest.toJson(Bytes.of(document));
        } catch (XmlMistake refused) {
            // Refusing is work as well.
        }
    }
}
