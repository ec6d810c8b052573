package io.keywell.governance.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is sent as another gateway's export is one, or is refused. */
class ImportDraftTest {

    private static Draft draft(String format, String text) {
        return ImportResource.draft(format, text, new ObjectMapper());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "litellm|``",
                "litellm|[]",
                "litellm|model_list: 7",
                "litellm|{",
                "litellm|\u0000",
                "litellm|model_list: &a [*a]",
                "litellm|&a {model_list: [], more: *a}",
                "litellm|[&a [1,1,1,1,1,1,1,1], &b [*a,*a,*a,*a,*a,*a,*a,*a], &c [*b,*b,*b,*b,*b,*b,*b,*b], &d [*c,*c,*c,*c,*c,*c,*c,*c],"
                        + " &e [*d,*d,*d,*d,*d,*d,*d,*d], &f [*e,*e,*e,*e,*e,*e,*e,*e], [*f,*f]]",
                "litellm|--- 1\\n--- 2",
                "litellm|{model_list: [], ~: 1}",
                "litellm|model_list: !!java.net.URL [x]",
                "one-api|``",
                "one-api|7",
                "one-api|{\"data\":{}}",
                "gpt-load|[",
                "gpt-load|null",
                "alien|{}",
            })
    void whatIsNoExportIsRefused(String format, String text) {
        assertThatThrownBy(() -> draft(format, text.replace("\\n", "\n"))).isInstanceOf(Refused.class);
    }

    @Test
    void entriesThatAreNoneAreNoted() {
        assertThat(draft("litellm", "model_list: [null, 7, [], {}, {model_name: a, litellm_params: 7}]").notes)
                .hasSize(5);
        assertThat(draft("one-api", "[null, 7, {}, {\"type\":1,\"models\":\",,\",\"model_mapping\":7}]").notes)
                .hasSize(2);
        assertThat(draft("gpt-load", "[null, 7, {}, {\"name\":\"g\",\"channel_type\":\"openai\",\"keys\":7}]").notes)
                .hasSize(2);
    }
}
