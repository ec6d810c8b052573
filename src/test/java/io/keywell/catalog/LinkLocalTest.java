package io.keywell.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkLocalTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "http://169.254.170.2",
                "http://2852039166",
                "http://0xa9fea9fe",
                "http://0xa9.0xfe.0xa9.0xfe",
                "http://0251.0376.0251.0376",
                "http://169.254.43518",
                "http://[fe80::1]",
                "http://[fd00:ec2::254]",
                "http://[::ffff:169.254.169.254]",
                "http://[::ffff:a9fe:a9fe]",
                "http://100.100.100.200",
                "http://168.63.129.16",
                "http://Metadata.Google.Internal/v1",
                "http://metadata.google.internal./v1"
            })
    void noProviderIsAtTheMachinesOwnCloud(String url) {
        assertThatThrownBy(() -> BaseUrl.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:11434",
                "http://10.0.0.5/v1",
                "http://192.168.1.2",
                "http://169.253.1.1",
                "http://[::1]:8000",
                "http://[fd12:3456::1]",
                "http://ollama:11434",
                "https://169.254.example.com",
                "https://metadata.example.com",
                "https://api.openai.com/v1"
            })
    void anythingElseMayBeAProvider(String url) {
        assertThat(BaseUrl.parse(url).host()).isNotEmpty();
    }
}
