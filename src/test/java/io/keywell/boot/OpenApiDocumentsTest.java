package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenApiDocumentsTest {

    private final OpenApiDocuments documents = new OpenApiDocuments();
    private final List<String> made = new ArrayList<>();

    @Test
    void whatAStartAsksForIsMadeOnceWhenItIsWanted() throws Exception {
        documents.later(() -> made.add("one"));
        documents.later(() -> made.add("two"));
        assertThat(documents.made()).isFalse();
        assertThat(made).isEmpty();

        documents.make();
        documents.make();

        assertThat(made).containsExactly("one", "two");
        assertThat(documents.made()).isTrue();
    }

    @Test
    void oneThatFailsIsTriedAgain() throws Exception {
        List<String> failures = new ArrayList<>(List.of("once"));
        documents.later(() -> {
            if (!failures.isEmpty()) {
                throw new IOException(failures.remove(0));
            }
            return made.add("at last");
        });

        assertThatThrownBy(documents::make).hasMessage("once");
        assertThat(documents.made()).isFalse();
        documents.make();

        assertThat(made).containsExactly("at last");
    }
}
