package io.keywell.bench;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.StreamEvents.Kind;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.ChatSides.Read;
import io.keywell.protocol.convert.Conversion;
import io.keywell.protocol.convert.Conversions;
import io.keywell.protocol.convert.ConvertedStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What one pair of dialects costs: a request read and written, and a stream of the provider's events. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ConversionBenchmark {

    /** The caller's dialect, a blank, the provider's; {@link ConversionTable} fills in all of them. */
    @Param("OPENAI ANTHROPIC")
    public String pair;

    private Conversion conversion;
    private Bytes body;
    private Frame frame;
    private byte[][] events;

    /** Makes the inputs and looks whether they are converted at all. */
    @Setup
    public void prepare() {
        String[] names = pair.split(" ");
        conversion = Conversions.all().find(Dialect.valueOf(names[0]), Dialect.valueOf(names[1]));
        body = Inputs.request(conversion.from());
        frame = new Frame("bench01", 1_700_000_000, true, understood());
        events = Inputs.stream(conversion.to());
        if (!conversion.missing(frame.request(), "m").isEmpty()
                || stream().kind() == Kind.ERROR
                || !stream().finished()) {
            throw new IllegalStateException("the inputs are not converted: " + pair);
        }
    }

    private ChatRequest understood() {
        return ((Read.Understood) conversion.read(body, "asked-model", true)).request();
    }

    /** From the caller's bytes to the provider's. */
    @Benchmark
    public Conversion.Request request() {
        return conversion.request(understood(), "upstream-model");
    }

    /** A whole stream; its beginning and its end are charged to the events with content. */
    @Benchmark
    @OperationsPerInvocation(Inputs.DELTAS)
    public ConvertedStream stream() {
        ConvertedStream stream = conversion.stream(frame);
        for (byte[] event : events) {
            stream.read(event, 0, event.length);
            if (stream.kind() == Kind.ERROR) {
                return stream;
            }
        }
        stream.end();
        return stream;
    }
}
