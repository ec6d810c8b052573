package io.keywell.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.waiting.NeighbourNote.Noted;
import io.keywell.waiting.NeighbourNote.NotedLine;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PictureTest {

    private static final long A = NeighbourNote.id("a");
    private static final long B = NeighbourNote.id("b");
    private static final long C = NeighbourNote.id("c");
    private static final double MANY = 1_000;
    private static final Offset<Double> ROUNDED = Offset.offset(0.001);

    private final Picture picture = new Picture();
    private long nanos = TimeUnit.HOURS.toNanos(1);
    private long sequence;

    @Test
    void aReplicaIsDueTheSharesOfThoseWhoWaitThere() {
        picture.hearOwn(note(wants(A, 1, MANY), wants(B, 1, MANY)), nanos);
        picture.hear("two", note(wants(A, 1, MANY), wants(C, 1, MANY)), nanos);
        picture.hear("three", note(wants(A, 1, MANY), wants(C, 1, MANY)), nanos);

        Weighing weighing = picture.weigh(nanos);

        assertThat(part(weighing)).isCloseTo(4 / 9.0, ROUNDED);
        assertThat(weighing.pull(A).part() / weighing.pull(B).part()).isCloseTo(1 / 3.0, ROUNDED);
    }

    @Test
    void weightsCount() {
        picture.hearOwn(note(wants(A, 16, MANY)), nanos);
        picture.hear("two", note(wants(B, 4, MANY)), nanos);

        assertThat(part(picture.weigh(nanos))).isCloseTo(0.8, ROUNDED);
    }

    @Test
    void nobodyIsDueMoreThanItWants() {
        picture.hearOwn(note(wants(A, 1, 0.5)), nanos);
        picture.hear("two", note(wants(B, 1, MANY)), nanos);

        assertThat(part(picture.weigh(nanos))).isCloseTo(0.25, ROUNDED);
    }

    @Test
    void whoHadLessThanTheOthersIsDueMoreUntilItIsMadeUpFor() {
        for (int i = 0; i < 20; i++) {
            picture.hearOwn(note(100 + 4 * i, new Noted(A, 1, MANY, 0, 100 + 4 * i)), nanos);
            picture.hear("two", note(100 + 12 * i, new Noted(B, 1, MANY, 0, 100 + 12 * i)), nanos);
            picture.weigh(nanos);
            nanos += TimeUnit.MILLISECONDS.toNanos(150);
        }

        Weighing weighing = picture.weigh(nanos);

        assertThat(part(weighing)).isBetween(0.6, 0.9);
        assertThat(weighing.pull(A).correction()).isGreaterThan(1);
        assertThat(weighing.pull(B).correction()).isBetween(0.2, 1.0);
    }

    @Test
    void whoComesAnewStartsLevel() {
        whoHadLessThanTheOthersIsDueMoreUntilItIsMadeUpFor();
        picture.hear("three", note(wants(C, 1, MANY)), nanos);

        assertThat(picture.weigh(nanos).pull(C).correction()).isCloseTo(1, ROUNDED);
    }

    @Test
    void countsThatBeganAnewAreNotTakenForServings() {
        picture.hearOwn(note(wants(A, 1, MANY)), nanos);
        picture.hear("two", note(900, new Noted(B, 1, MANY, 0, 900)), nanos);
        picture.weigh(nanos);
        NeighbourNote restarted = new NeighbourNote(
                2,
                0,
                List.of(new NotedLine("smart", 5_000, List.of(new Noted(B, 1, MANY, 0, 5_000)))),
                List.of(),
                List.of());
        picture.hear("two", restarted, nanos);

        assertThat(picture.weigh(nanos).pull(B).correction()).isEqualTo(1);
    }

    @Test
    void aNoteThatWasOvertakenIsNotHeard() {
        NeighbourNote late = note(wants(B, 1, MANY));
        picture.hearOwn(note(wants(A, 1, MANY)), nanos);
        picture.hear("two", note(), nanos);
        picture.hear("two", late, nanos);

        assertThat(picture.weigh(nanos)).isSameAs(Weighing.ALONE);
    }

    @Test
    void whoIsSilentOrGoneNoLongerCounts() {
        picture.hearOwn(note(wants(A, 1, MANY)), nanos);
        picture.hear("two", note(wants(B, 1, MANY)), nanos);
        picture.hear("three", note(wants(C, 1, MANY)), nanos);
        nanos += TimeUnit.MILLISECONDS.toNanos(2_400);
        picture.hearOwn(note(wants(A, 1, MANY)), nanos);
        picture.hear("two", note(wants(B, 1, MANY)), nanos);
        nanos += TimeUnit.MILLISECONDS.toNanos(200);
        assertThat(part(picture.weigh(nanos))).isCloseTo(0.5, ROUNDED);

        picture.gone("two");
        assertThat(picture.weigh(nanos)).isSameAs(Weighing.ALONE);
    }

    @Test
    void whoIsNotHereYetIsExpectedToHaveTheRankOfOneMore() {
        picture.hearOwn(note(wants(A, 1, MANY)), nanos);
        picture.hear("two", note(wants(A, 1, MANY), wants(B, 1, 3)), nanos);

        assertThat(picture.weigh(nanos).pull(B).part()).isCloseTo(0.25 / 0.5, ROUNDED);
    }

    private NeighbourNote note(Noted... noted) {
        return note(0, noted);
    }

    private NeighbourNote note(long served, Noted... noted) {
        List<NotedLine> lines = noted.length == 0 ? List.of() : List.of(new NotedLine("smart", served, List.of(noted)));
        return new NeighbourNote(1, sequence++, lines, List.of(), List.of());
    }

    private static Noted wants(long consumer, int weight, double present) {
        return new Noted(consumer, weight, present, 0, 0);
    }

    private static double part(Weighing weighing) {
        return weighing.lines().get("smart").claim().part();
    }
}
