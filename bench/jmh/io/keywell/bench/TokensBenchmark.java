package io.keywell.bench;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.protocol.Protocol.Asked;
import io.keywell.protocol.Protocol.PathWords;
import io.keywell.protocol.dialect.Protocols;
import io.keywell.protocol.tokens.Tokenizer;
import io.keywell.protocol.tokens.Tokenizers;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to guess a request's tokens, which is a by-product of reading it, to count parts, and to count all. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokensBenchmark {

    @Param({"512", "2048", "8192", "32768"})
    public int bytes;

    private Bytes body;
    private Tokenizer tokenizer;

    @Setup
    public void prepare() throws IOException {
        body = Texts.request(Texts.prose(bytes));
        tokenizer = Tokenizers.of("gpt-4o");
        tokenizer.count(body, 0);
    }

    /** All that is read of a request before it is sent on, the guess included. */
    @Benchmark
    public Asked guess() {
        return Protocols.of(Dialect.OPENAI).read(Operation.CHAT, body, PathWords.NONE);
    }

    @Benchmark
    public long sample() {
        return tokenizer.sample(body);
    }

    @Benchmark
    public long count() {
        return tokenizer.count(body, 0);
    }
}
