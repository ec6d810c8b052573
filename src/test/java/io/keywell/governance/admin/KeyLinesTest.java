package io.keywell.governance.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.catalog.config.KnownVendors;
import io.keywell.provider.Vendors;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyLinesTest {

    private final ConfigRules rules =
            new ConfigRules(new KnownVendors(Vendors.directory(), Vendors.plannedKeyVariables()));

    @Test
    void aLineIsASecretANameOrAPoolToo() {
        KeyLines lines = read("sk-1\r\nb,sk-2\n c , sk-3 , org \n\n# note\nd,sk-4,\n");

        assertThat(lines.skipped()).isEmpty();
        assertThat(lines.taken()).extracting(KeyLines.Line::secret).containsExactly("sk-1", "sk-2", "sk-3", "sk-4");
        assertThat(lines.taken()).extracting(KeyLines.Line::pool).containsExactly(null, null, "org", null);
        assertThat(lines.taken()).extracting(KeyLines.Line::number).containsExactly(1, 2, 3, 6);
        assertThat(lines.taken().get(0).name()).matches("key-[0-9a-f]{12}");
    }

    @Test
    void aNamelessSecretHasTheSameNameEachTime() {
        assertThat(read("sk-1").taken().get(0).name())
                .isEqualTo(read("sk-1").taken().get(0).name());
        assertThat(read("sk-1\nsk-1").skipped())
                .extracting(KeyLines.Skipped::line)
                .containsExactly(2);
    }

    @Test
    void whatIsWrongIsToldByLineWithoutTheSecret() {
        KeyLines lines = read("old,sk-1\na,sk planted\nb,sk-2,nowhere\n,sk-3\nc,\nd,sk-4");

        assertThat(lines.taken()).extracting(KeyLines.Line::name).containsExactly("d");
        assertThat(lines.skipped()).extracting(KeyLines.Skipped::line).containsExactly(1, 2, 3, 4, 5);
        assertThat(lines.skipped())
                .allSatisfy(skipped -> assertThat(skipped.why()).isNotBlank().doesNotContain("planted"));
    }

    @Test
    void theSameSecretIsTakenOnce() {
        KeyLines lines = read("a,sk-1\nb,sk-1\nc,sk-2");

        assertThat(lines.taken()).hasSize(2);
        assertThat(lines.skipped()).singleElement().satisfies(skipped -> assertThat(skipped.why())
                .contains("line"));
    }

    @Test
    void thereIsAnEndToWhatOneCallTakes() {
        String many =
                IntStream.rangeClosed(0, KeyLines.MOST).mapToObj(i -> "sk-" + i).collect(Collectors.joining("\n"));

        assertThatThrownBy(() -> read(many)).isInstanceOf(Refused.class);
    }

    private KeyLines read(String text) {
        return KeyLines.read(
                text,
                Set.of("old"),
                Set.of("org"),
                rules,
                Map.of(ProviderKind.PREFIX + ".type", "openai", ProviderKind.PREFIX + ".base-url", "http://h/v1"));
    }
}
