package io.keywell.protocol.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.protocol.MultipartScan;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.Protocol.PathWords;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.StreamEvents;
import io.keywell.protocol.openai.Mutations;
import io.keywell.protocol.xml.XmlMistake;
import io.keywell.protocol.xml.XmlRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged calls of every dialect that are carried as they are, and damaged forms and documents: nothing is thrown. */
class DamagedCallsTest {

    private static final int ROUNDS = 5_000;

    @ParameterizedTest
    @EnumSource(value = Dialect.class, mode = EnumSource.Mode.EXCLUDE, names = "BEDROCK")
    void requestsAreUnderstoodOrRefused(Dialect dialect) throws IOException {
        Protocol protocol = Protocols.of(dialect);
        Mutations.each(ROUNDS, golden(dialect, ".request.json"), bytes -> {
            Bytes body = Bytes.of(bytes);
            if (protocol.read(Operation.CHAT, body, new PathWords("m", false))
                    instanceof Protocol.Asked.Parsed parsed) {
                protocol.rewrite(Operation.CHAT, body, parsed.facts(), "upstream-model", true);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, mode = EnumSource.Mode.EXCLUDE, names = "BEDROCK")
    void answersAreReadOrNot(Dialect dialect) throws IOException {
        Protocol protocol = Protocols.of(dialect);
        Mutations.each(ROUNDS, golden(dialect, ".answer.json"), bytes -> {
            Bytes body = Bytes.of(bytes);
            protocol.kind(Operation.CHAT, body);
            protocol.usage(Operation.CHAT, body);
            assertThat(protocol.outputEstimate(Operation.CHAT, body)).isNotNegative();
        });
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, mode = EnumSource.Mode.EXCLUDE, names = "BEDROCK")
    void streamsAreTold(Dialect dialect) throws IOException {
        Mutations.each(ROUNDS, golden(dialect, ".stream"), bytes -> {
            StreamEvents events = Protocols.of(dialect).events();
            SseFramer framer = new SseFramer();
            framer.feed(bytes, 0, bytes.length / 2, events::read);
            framer.feed(bytes, bytes.length / 2, bytes.length, events::read);
            framer.finish(events::read);
            assertThat(events.outputEstimate()).isNotNegative();
        });
    }

    @Test
    void formsHaveTheSameFieldWhereverTheyAreSplit() {
        String part = "--b\r\nContent-Disposition: form-data; name=\"";
        Mutations.each(
                ROUNDS, List.of(part + "file\"\r\n\r\nx\r\n" + part + "model\"\r\n\r\nm\r\n--b--\r\n"), bytes -> {
                    MultipartScan whole = new MultipartScan("b", "model");
                    whole.pass(bytes, 0, bytes.length);
                    MultipartScan split = new MultipartScan("b", "model");
                    for (int i = 0; i < bytes.length; i++) {
                        split.pass(bytes, i, i + 1);
                    }
                    assertThat(split.value()).isEqualTo(whole.value());
                    assertThat(split.problem()).isEqualTo(whole.problem());
                    assertThat(split.end()).isEqualTo(whole.end()).isLessThanOrEqualTo(bytes.length);
                });
    }

    @Test
    void documentsAreBodiesOrMistakes() {
        String document = "<?xml version=\"1.0\"?><r><model>m &amp; n</model><n type=\"number\">1.5</n>"
                + "<a type=\"array\"><item><![CDATA[x]]></item><item type=\"null\"/></a><field name=\"x y\">z</field></r>";
        Mutations.each(ROUNDS, List.of(document), bytes -> {
            try {
                assertThat(XmlRequest.toJson(Bytes.of(bytes)).length()).isPositive();
            } catch (XmlMistake mistake) {
                assertThat(mistake).hasMessageNotContaining("null");
            }
        });
    }

    private static List<String> golden(Dialect dialect, String ending) throws IOException {
        Path folder = Path.of("src/test/resources/golden", dialect.name().toLowerCase(Locale.ROOT));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
            assertThat(found).isNotEmpty();
            List<String> contents = new ArrayList<>();
            for (Path file : found) {
                contents.add(Files.readString(file));
            }
            return contents;
        }
    }
}
