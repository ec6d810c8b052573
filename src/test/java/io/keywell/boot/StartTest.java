package io.keywell.boot;

import static io.keywell.boot.Installation.consumerOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.core.Secret;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {

    @TempDir
    Path folder;

    private Installation installation;
    private Path file;

    @BeforeEach
    void install() {
        installation = new Installation(folder);
        file = installation.file;
    }

    @Test
    void variablesGoOverTheMountedFileAndThatOverThePackagedOne() throws IOException {
        installation.packaged =
                "keywell:\n  consumers:\n    web: { key: kw-packaged, team: packaged, priority: 1, models: [a, b, c] }\n";
        Files.writeString(
                file, "keywell:\n  consumers:\n    web: { key: kw-file, team: file, models: ['${MODEL:d}', e] }\n");
        installation.environment.put("KEYWELL_CONSUMERS_WEB_KEY", "kw-env");
        installation.environment.put("MODEL", "m");

        LiveCatalog live = installation.start();

        var web = live.catalog().current().consumer(new Secret("kw-env"));
        assertThat(web.team()).isEqualTo("file");
        assertThat(web.priority()).isEqualTo(1);
        assertThat(web.models()).extracting("pattern").containsExactly("m", "e");
        assertThat(consumerOf(live, "kw-file")).isNull();
    }

    @Test
    void aProfileOfTheFileCounts() throws IOException {
        Files.writeString(
                file,
                "keywell:\n  consumers:\n    web:\n      key: kw-one\n\"%prod\":\n  keywell:\n    consumers:\n      web:\n        key: kw-prod\n");

        assertThat(consumerOf(installation.start(), "kw-prod")).isEqualTo("web");
    }

    @Test
    void aWrongStartNamesAllProblemsInOneMessageWithoutSecrets() throws IOException {
        Files.writeString(
                file,
                """
                keywell:
                  providers:
                    openai:
                      typ: openai
                      keys:
                        a: { secret: "sk-part-${NOT_SET}" }
                        b: { secret: "sk-planted b" }
                  consumers:
                    web: { key: kw-one, priority: 99 }
                """);

        assertThatThrownBy(installation::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        """
                        The configuration has 4 problems:
                          keywell.providers.openai.keys.a.secret: ${NOT_SET} without a value; expected a variable that is set, or a default as in ${NAME:default}
                          keywell.providers.openai.typ: an unknown name; expected one of api-keys, base-url, keys, link-local, options, pools, type; did you mean type?
                          keywell.providers.openai.keys.b.secret: a value that is not shown; expected visible ASCII characters without blanks
                          keywell.consumers.web.priority: '99'; expected a whole number from 1 to 16""");
    }

    @Test
    void aNamedFileMustBeThere() {
        assertThatThrownBy(installation::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The configuration has 1 problem:\n  " + file
                        + ": no file; expected the configuration in YAML");
    }

    @Test
    void theDefaultFileNeedNotBeThere() {
        MountedFile file = MountedFile.named(null);

        assertThat(file.path()).isEqualTo(Path.of("/config/keywell.yaml"));
        assertThat(new MountedFile(folder.resolve("absent"), false).read())
                .isEqualTo(new MountedFile.Content(null, null));
    }

    @Test
    void aFileThatIsNoTextIsAProblem() throws IOException {
        Files.write(file, new byte[] {(byte) 0xc3, (byte) 0x28});

        assertThat(MountedFile.named(file.toString()).read().problem())
                .hasToString(file + ": a file that cannot be read as text (MalformedInputException); expected the"
                        + " configuration in YAML");
    }
}
