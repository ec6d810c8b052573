package io.keywell.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long REPEAT = 240 * MINUTE;

    private static final Finding NOW = new Finding(Alert.EXHAUSTED, "smart", "dry");
    private static final Finding HELD = new Finding(Alert.STORE_UNREACHABLE, "", "away");

    private final Memory memory = new Memory(REPEAT, 3);

    private List<Notice> at(long millis, Finding... findings) {
        return memory.remember(List.of(findings), MINUTE + millis);
    }

    @Test
    void aThingIsToldOnce() {
        assertThat(at(0, NOW)).containsExactly(new Notice(NOW, true, MINUTE));
        assertThat(at(10 * SECOND, NOW)).isEmpty();
        assertThat(at(MINUTE, NOW)).isEmpty();
    }

    @Test
    void whatMustHoldForAWhileIsToldThen() {
        assertThat(at(0, HELD)).isEmpty();
        assertThat(at(29 * SECOND, HELD)).isEmpty();
        assertThat(at(30 * SECOND, HELD)).hasSize(1);
    }

    @Test
    void whatIsGoneBeforeIsNeverTold() {
        at(0, HELD);
        assertThat(at(10 * SECOND)).isEmpty();
        assertThat(at(30 * SECOND, HELD)).isEmpty();
    }

    @Test
    void itsEndIsToldOnceItLastsAMinute() {
        at(0, NOW);

        assertThat(at(59 * SECOND)).isEmpty();
        assertThat(at(60 * SECOND)).containsExactly(new Notice(NOW, false, MINUTE));
        assertThat(at(70 * SECOND)).isEmpty();
    }

    @Test
    void whatComesAndGoesIsOneThing() {
        at(0, NOW);
        assertThat(at(30 * SECOND)).isEmpty();
        assertThat(at(40 * SECOND, NOW)).isEmpty();
        assertThat(at(80 * SECOND)).isEmpty();
    }

    @Test
    void whatStaysIsToldAgain() {
        at(0, NOW);

        assertThat(at(REPEAT - 1, NOW)).isEmpty();
        assertThat(at(REPEAT, NOW)).hasSize(1);
        assertThat(at(REPEAT + 1, NOW)).isEmpty();
    }

    @Test
    void tooManyAtOnceAreToldOverSomeMinutes() {
        Finding[] many = IntStream.range(0, 7)
                .mapToObj(i -> new Finding(Alert.EXHAUSTED, "model-" + i, "dry"))
                .toArray(Finding[]::new);

        assertThat(at(0, many)).hasSize(3);
        assertThat(at(10 * SECOND, many)).isEmpty();
        assertThat(at(MINUTE, many)).hasSize(3);
        assertThat(at(2 * MINUTE, many)).hasSize(1);
        assertThat(at(3 * MINUTE, many)).isEmpty();
    }

    @Test
    void anEndThatMayNotBeToldYetIsToldLater() {
        Memory narrow = new Memory(REPEAT, 1);
        Finding other = new Finding(Alert.EXHAUSTED, "other", "dry");
        narrow.remember(List.of(NOW), MINUTE);
        narrow.remember(List.of(NOW, other), 2 * MINUTE);

        List<Notice> notices = new java.util.ArrayList<>();
        for (int minute = 3; minute <= 6; minute++) {
            notices.addAll(narrow.remember(List.of(), minute * MINUTE));
        }

        assertThat(notices).extracting(Notice::firing).containsExactly(false, false);
    }
}
