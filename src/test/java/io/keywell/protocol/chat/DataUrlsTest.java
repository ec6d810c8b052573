package io.keywell.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.protocol.chat.Part.Media.Kind;
import org.junit.jupiter.api.Test;

class DataUrlsTest {

    @Test
    void bytesInTheUrlAreTakenOut() {
        Part.Media media = DataUrls.media(Kind.IMAGE, "data:image/png;charset=x;base64,aW1n", null, "low", null);

        assertThat(media.source()).isEqualTo(new Part.Source.Base64("aW1n"));
        assertThat(media.mediaType()).isEqualTo("image/png");
        assertThat(media.detail()).isEqualTo("low");
    }

    @Test
    void textInTheUrlBecomesBase64() {
        Part.Media media = DataUrls.media(Kind.DOCUMENT, "DATA:,a%20b+c%zz", null, null, null);

        assertThat(media.source()).isEqualTo(new Part.Source.Base64("YSUyMGIrYyV6eg=="));
        assertThat(DataUrls.media(Kind.DOCUMENT, "data:,a%20b+c", null, null, null)
                        .source())
                .isEqualTo(new Part.Source.Base64("YSBiK2M="));
        assertThat(media.mediaType()).isNull();
    }

    @Test
    void otherUrlsStay() {
        Part.Media media = DataUrls.media(Kind.IMAGE, "https://example.com/a,b.png", null, null, null);

        assertThat(media.source()).isEqualTo(new Part.Source.Url("https://example.com/a,b.png"));
    }

    @Test
    void aDocumentsFieldMayHoldBareBase64() {
        assertThat(DataUrls.document("JVBERi0=", "a.pdf", null).source()).isEqualTo(new Part.Source.Base64("JVBERi0="));
        assertThat(DataUrls.document("data:application/pdf;base64,JVBERi0=", "a.pdf", null)
                        .mediaType())
                .isEqualTo("application/pdf");
    }
}
