package io.keywell.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.waiting.NeighbourNote.Noted;
import io.keywell.waiting.NeighbourNote.NotedLine;
import io.keywell.waiting.NeighbourNote.NotedPromise;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoteFormatTest {

    private static final NeighbourNote NOTE = new NeighbourNote(
            1_700_000_000_123L,
            300,
            List.of(
                    new NotedLine(
                            "smart", 70_000, List.of(new Noted(-5, 16, 12.5, 0, 9_000), new Noted(7, 1, 0, 3, 0))),
                    new NotedLine("l\u00e4rge/*", 0, List.of(new Noted(NeighbourNote.REST, 900, 1_000, 0.125, 0)))),
            List.of(new NotedPromise(Long.MIN_VALUE, 1_700_000_030_000L, 1_700_000_000_000L)),
            List.of(1L, -1L));

    @Test
    void aNoteIsReadAsItWasWritten() {
        assertThat(NoteFormat.decode(NoteFormat.encode(NOTE))).isEqualTo(NOTE);
        assertThat(NoteFormat.decode(NoteFormat.encode(NeighbourNote.EMPTY))).isEqualTo(NeighbourNote.EMPTY);
    }

    @Test
    void whatIsCutOffOrLongerOrOfAnotherVersionIsNoNote() {
        byte[] bytes = NoteFormat.encode(NOTE);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(NoteFormat.decode(Arrays.copyOf(bytes, length))).isNull();
        }
        assertThat(NoteFormat.decode(Arrays.copyOf(bytes, bytes.length + 1))).isNull();
        bytes[0]++;
        assertThat(NoteFormat.decode(bytes)).isNull();
    }

    @Test
    void garbageIsNeverMoreThanNoNote() {
        Random random = new Random(4_711);
        byte[] whole = NoteFormat.encode(NOTE);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
            }
            NeighbourNote note = NoteFormat.decode(bytes);
            if (note != null) {
                assertThat(note.lines()).allSatisfy(line -> assertThat(line.consumers())
                        .allSatisfy(noted ->
                                assertThat(noted.wants()).isNotNegative().isFinite()));
            }
        }
    }

    @Test
    void aNoteThatClaimsMoreThanItMayHoldIsNoNote() {
        List<Long> claimed = Collections.nCopies(NoteFormat.MOST_PROMISES + 1, 1L);

        byte[] bytes = NoteFormat.encode(new NeighbourNote(1, 1, List.of(), List.of(), claimed));

        assertThat(NoteFormat.decode(bytes)).isNull();
    }
}
