package io.keywell.boot;

import static io.keywell.boot.Installation.consumerOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveCatalogTest {

    private static final String ONE_CONSUMER = "keywell:\n  consumers:\n    web:\n      key: kw-one\n";
    private static final String OTHER_CONSUMER = "keywell:\n  consumers:\n    web:\n      key: kw-two\n";
    private static final String WRONG = "keywell:\n  consumers:\n    web:\n      key: kw-two\n      priority: 99\n";

    @TempDir
    Path folder;

    private Installation installation;
    private Path file;

    @BeforeEach
    void install() {
        installation = new Installation(folder);
        file = installation.file;
    }

    private static void pollUntilSettled(LiveCatalog live) {
        live.poll();
        live.poll();
    }

    @Test
    void aChangedFileIsPutInForce() throws IOException {
        Files.writeString(file, ONE_CONSUMER);
        LiveCatalog live = installation.start();
        assertThat(consumerOf(live, "kw-one")).isEqualTo("web");

        installation.now = 5_000;
        Files.writeString(file, OTHER_CONSUMER + "\n");
        pollUntilSettled(live);

        assertThat(consumerOf(live, "kw-one")).isNull();
        assertThat(consumerOf(live, "kw-two")).isEqualTo("web");
        assertThat(live.status().state().loadedAtMillis()).isEqualTo(5_000);
    }

    @Test
    void aFileThatIsStillBeingWrittenIsNotTakenForAWholeOne() throws IOException {
        Files.writeString(file, ONE_CONSUMER);
        LiveCatalog live = installation.start();

        Files.writeString(file, "");
        live.poll();
        Files.writeString(file, OTHER_CONSUMER + "# whole");
        live.poll();
        assertThat(consumerOf(live, "kw-one")).isEqualTo("web");

        live.poll();
        assertThat(consumerOf(live, "kw-two")).isEqualTo("web");
    }

    @Test
    void aConfigMapThatIsSwappedBySymbolicLinkIsFollowed() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..2026_1"));
        Path second = Files.createDirectory(folder.resolve("..2026_2"));
        Files.writeString(first.resolve("keywell.yaml"), ONE_CONSUMER);
        Files.writeString(second.resolve("keywell.yaml"), OTHER_CONSUMER);
        Files.setLastModifiedTime(
                second.resolve("keywell.yaml"), Files.getLastModifiedTime(first.resolve("keywell.yaml")));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        Files.createSymbolicLink(file, Path.of("..data/keywell.yaml"));
        LiveCatalog live = installation.start();

        Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        pollUntilSettled(live);

        assertThat(consumerOf(live, "kw-two")).isEqualTo("web");
    }

    @Test
    void aWrongChangeLeavesTheOldCatalogAndIsToldUntilItIsMended() throws IOException {
        Files.writeString(file, ONE_CONSUMER);
        LiveCatalog live = installation.start();
        Catalog old = live.catalog().current();

        installation.now = 1_000;
        Files.writeString(file, WRONG);
        pollUntilSettled(live);
        installation.now = 2_000;
        Files.writeString(file, "keywell: [");
        pollUntilSettled(live);
        pollUntilSettled(live);

        assertThat(live.catalog().current()).isSameAs(old);
        ConfigStatus.State state = live.status().state();
        assertThat(state.rejectedCount()).isEqualTo(2);
        assertThat(state.loadedAtMillis()).isZero();
        assertThat(state.rejection().sinceMillis()).isEqualTo(1_000);
        assertThat(state.rejection().message())
                .isEqualTo("The configuration has 1 problem:\n  " + file + ": line 1, column 11; expected valid YAML");

        Files.writeString(file, ONE_CONSUMER);
        pollUntilSettled(live);
        assertThat(live.status().state().rejection()).isNull();
        assertThat(live.status().state().rejectedCount()).isEqualTo(2);
        assertThat(live.catalog().current())
                .as("nothing has changed in the end")
                .isSameAs(old);
    }

    @Test
    void aFileThatVanishesLeavesTheOldCatalog() throws IOException {
        Files.writeString(file, ONE_CONSUMER);
        LiveCatalog live = installation.start();

        Files.delete(file);
        pollUntilSettled(live);

        assertThat(consumerOf(live, "kw-one")).isEqualTo("web");
        assertThat(live.status().state().rejection().message())
                .contains(file + ": no file; expected the configuration in YAML");
    }

    @Test
    void listenersHearOfEachChangeOnce() throws IOException {
        Files.writeString(file, ONE_CONSUMER);
        LiveCatalog live = installation.start();
        List<Catalog> heard = new ArrayList<>();
        live.catalog().onReplace(heard::add);

        Files.writeString(file, OTHER_CONSUMER + "\n");
        pollUntilSettled(live);
        pollUntilSettled(live);

        assertThat(heard).containsExactly(live.catalog().current());
    }

    @Test
    void aTouchedFileWithTheSameContentChangesNothing() throws IOException {
        Files.writeString(file, ONE_CONSUMER);
        LiveCatalog live = installation.start();
        Catalog before = live.catalog().current();

        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1));
        pollUntilSettled(live);

        assertThat(live.catalog().current()).isSameAs(before);
    }

    @Test
    void aRotatedSecretFileIsReadAgain() throws IOException {
        Path secret = folder.resolve("team-a");
        Files.writeString(secret, "sk-old\n");
        Files.writeString(
                file, "keywell:\n  providers:\n    openai:\n      keys:\n        a: { secret-file: " + secret + " }\n");
        LiveCatalog live = installation.start();
        assertThat(secretOf(live)).isEqualTo("sk-old");

        Files.delete(secret);
        pollUntilSettled(live);
        assertThat(secretOf(live)).isEqualTo("sk-old");
        assertThat(live.status().state().rejection().message()).contains("keys.a.secret-file: '" + secret + "'");

        Files.writeString(secret, "sk-new\n");
        pollUntilSettled(live);
        assertThat(secretOf(live)).isEqualTo("sk-new");
        assertThat(live.status().state().rejection()).isNull();
    }

    private static String secretOf(LiveCatalog live) {
        return live.catalog()
                .current()
                .provider("openai")
                .pools()
                .get(0)
                .keys()
                .get(0)
                .secret()
                .reveal();
    }
}
