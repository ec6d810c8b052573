package io.keywell.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {

    private static final long SEED = 7;

    @Test
    void idsAreOfOneShapeAndDiffer() {
        Ids ids = new Ids(new Random(SEED));

        var made = Stream.generate(ids::next).limit(1_000).collect(Collectors.toSet());

        assertThat(made).hasSize(1_000).allMatch(id -> id.matches("req_[0-9a-hjkmnp-tv-z]{26}"));
    }
}
