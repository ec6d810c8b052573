package io.keywell.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TagsTest {

    @Test
    void pairsAreReadWithoutTheBlanksAroundThem() {
        assertThat(Tags.of(" team = blue ,feature=a=b, empty=")).containsExactly("team=blue", "feature=a=b", "empty=");
    }

    @Test
    void whatIsNoPairIsLeftOut() {
        assertThat(Tags.of("urgent,,=x, =y,a=1,a=1")).containsExactly("a=1");
        assertThat(Tags.of(null)).isEmpty();
    }

    @Test
    void whatIsTooLongOrTooManyIsLeftOut() {
        String many = IntStream.range(0, 40).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
        assertThat(Tags.of("long=" + "x".repeat(Tags.LONGEST) + "," + many))
                .hasSize(Tags.MOST)
                .startsWith("k0=v");
    }
}
