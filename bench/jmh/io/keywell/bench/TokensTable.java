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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures guesses and counts of tokens and prints two Markdown tables: what they cost, and how far apart they are. */
public final class TokensTable {

    private static final int COMPARED_BYTES = 8 * 1024;

    private TokensTable() {}

    public static void main(String[] args) throws Exception {
        boolean quick = List.of(args).contains("--quick");
        Map<String, Map<String, Double>> micros = new LinkedHashMap<>();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(TokensBenchmark.class.getName() + ".*")
                        .forks(1)
                        .jvmArgs("-XX:+UseSerialGC", "-Xmx256m")
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(quick ? 3 : 6)
                        .measurementTime(TimeValue.milliseconds(quick ? 500 : 1000))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run()) {
            micros.computeIfAbsent(result.getParams().getParam("bytes"), bytes -> new LinkedHashMap<>())
                    .put(
                            result.getPrimaryResult().getLabel(),
                            result.getPrimaryResult().getScore());
        }
        System.out.println("| bytes of text | read and guess us | count parts us | count us |");
        System.out.println("|---|---|---|---|");
        micros.forEach((bytes, by) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f |%n",
                bytes,
                by.get("guess"),
                by.get("sample"),
                by.get("count")));
        System.out.println();
        System.out.println("| text | guess / count, gpt-4o | gpt-4 | parts / count, gpt-4o | gpt-4 |");
        System.out.println("|---|---|---|---|---|");
        compare("English prose", "LICENSE");
        compare("Java", "src/main/java/io/keywell/catalog/Catalog.java");
        compare("JSON", "src/main/resources/prices.json");
        compare("Markdown", "docs/simulator.md");
    }

    private static double parts(String model, Bytes body) {
        Tokenizer tokenizer = Tokenizers.of(model);
        return (double) tokenizer.sample(body) / tokenizer.count(body, 0);
    }

    private static void compare(String name, String path) throws IOException {
        Bytes body = Texts.request(Texts.ofFile(path, COMPARED_BYTES));
        Asked asked = Protocols.of(Dialect.OPENAI).read(Operation.CHAT, body, PathWords.NONE);
        double guess = ((Asked.Parsed) asked).facts().inputTokens();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.2f |%n",
                name,
                guess / Tokenizers.of("gpt-4o").count(body, 0),
                guess / Tokenizers.of("gpt-4").count(body, 0),
                parts("gpt-4o", body),
                parts("gpt-4", body));
    }
}
