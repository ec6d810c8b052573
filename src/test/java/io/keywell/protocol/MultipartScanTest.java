package io.keywell.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartScanTest {

    private static final String FILE =
            "--b\r\nContent-Disposition: form-data; filename=\"a; name=\\\"model\\\"\"; name=\"file\"\r\n\r\n"
                    + "\r\n--\r\n-b\r\n--a\r\r\n--\r\n--c\r\n";
    private static final String MODEL = "--b\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nsmart\r\n";
    private static final String END = "--b--\r\n";

    @ParameterizedTest
    @ValueSource(strings = {MODEL + FILE + END, FILE + MODEL + END, "preamble\r\n" + FILE + MODEL + END + "epilogue"})
    void theFieldIsFoundWhereverTheNetworkSplitsTheForm(String form) {
        byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at <= bytes.length; at++) {
            MultipartScan scan = new MultipartScan("b", "model");
            scan.pass(bytes, 0, at);
            scan.pass(bytes, at, bytes.length);

            assertThat(scan.problem()).as("split at " + at).isNull();
            assertThat(scan.value()).as("split at " + at).isEqualTo("smart");
            assertThat(form.substring((int) scan.start(), (int) scan.end())).isEqualTo("smart");
        }
    }

    @Test
    void byteByByteToo() {
        MultipartScan scan = new MultipartScan("b", "model");
        byte[] bytes = (FILE + MODEL + END).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            scan.pass(bytes, i, i + 1);
        }

        assertThat(scan.value()).isEqualTo("smart");
    }

    @Test
    void twoOfThemAreAMistake() {
        assertThat(scanned(MODEL + FILE + MODEL + END).problem()).contains("twice");
    }

    @Test
    void aNameThatParsersMayReadDifferentlyIsAMistake() {
        assertThat(scanned("--b\r\nContent-Disposition: form-data; name=\"x\"; name=\"model\"\r\n\r\ny\r\n" + END)
                        .problem())
                .isNotNull();
        assertThat(scanned("--b\r\nContent-Disposition: form-data; name*=UTF-8''model\r\n\r\ny\r\n" + END)
                        .problem())
                .isNotNull();
    }

    @Test
    void whatNeverEndsFillsNoMemory() {
        assertThat(scanned(MODEL.replace("smart", "s".repeat(5_000)) + END).problem())
                .contains("too long");
        assertThat(scanned("--b\r\nX: " + "s".repeat(10_000)).problem()).contains("too long");
    }

    @Test
    void aFormWithoutTheFieldHasNone() {
        MultipartScan scan = scanned(FILE + END);

        assertThat(scan.value()).isNull();
        assertThat(scan.problem()).isNull();
    }

    @Test
    void anUnquotedNameAndAnEmptyValueAreRead() {
        assertThat(scanned("--b\r\nContent-Disposition: form-data; name=model\r\n\r\n\r\n" + END)
                        .value())
                .isEmpty();
    }

    private static MultipartScan scanned(String form) {
        MultipartScan scan = new MultipartScan("b", "model");
        byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
        scan.pass(bytes, 0, bytes.length);
        return scan;
    }
}
