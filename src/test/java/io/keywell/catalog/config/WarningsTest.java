package io.keywell.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarningsTest {

    @Test
    void anEmptyConfigurationIsAcceptedAndSaysWhatIsMissing() {
        assertThat(Configured.with().warnings())
                .containsExactly(
                        "keywell.providers: none is configured, so no model can be called",
                        "keywell.consumers: none is configured, so every caller is refused");
    }

    @Test
    void doubtfulSettingsAreWarnings() {
        assertThat(Configured.with(
                                "auth.anonymous=true",
                                "providers.openai.api-keys=sk-same",
                                "providers.openai.pools.unused.billing=x",
                                "providers.other.type=openai",
                                "providers.other.keys.b.secret=sk-same")
                        .env("VLLM_API_KEY", "v")
                        .env("ANTHROPIC_API_KEY", "sk-ant")
                        .env("AZURE_OPENAI_API_KEY", " ")
                        .warnings())
                .containsExactlyInAnyOrder(
                        "keywell.auth.anonymous: true lets everybody who reaches the port spend the keys",
                        "keywell.providers.openai.pools.unused: no key is in this pool",
                        "keywell.providers.other.keys.b: key b has the same secret as openai-1 of openai, but another"
                                + " pool; its limits are counted twice",
                        "VLLM_API_KEY: not used without keywell.providers.vllm.base-url",
                        "ANTHROPIC_API_KEY: not used, because this version does not support anthropic yet");
    }
}
