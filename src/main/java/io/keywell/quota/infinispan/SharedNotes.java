package io.keywell.quota.infinispan;

import static io.keywell.quota.infinispan.SharedCache.NOTES;

import io.keywell.core.Clock;
import io.keywell.quota.Notes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * Notes in the cache {@code keywell-notes}: one entry for each topic and replica. The servers do not announce the end of a
 * lifespan in time, so each reader watches it by itself.
 */
public final class SharedNotes implements Notes {

    private static final byte[] GONE = new byte[0];

    private final String replica;
    private final InfinispanLink link;
    private final Clock clock;
    private final EntryFeed feed;
    private final Outbox outbox;
    private final Map<String, List<BiConsumer<String, byte[]>>> listeners = new ConcurrentHashMap<>();
    private final Map<Author, Note> notes = new ConcurrentHashMap<>();

    private record Author(String topic, String replica) {}

    /** @param untilNanos of the clock's monotonic time */
    private record Note(byte[] text, long untilNanos) {}

    public SharedNotes(String replica, InfinispanLink link, Clock clock) {
        this.replica = replica;
        this.link = link;
        this.clock = clock;
        this.feed = new EntryFeed(link, NOTES, this::told);
        this.outbox = new Outbox(link, NOTES, clock);
    }

    /** Before the link is started. */
    public void start() {
        link.onReached(feed::attach);
    }

    @Override
    public void publish(String topic, byte[] note, Duration lifespan) {
        byte[] key = new Encoder().text(topic).text(replica).bytes();
        byte[] value = new Encoder().number(lifespan.toMillis()).block(note).bytes();
        outbox.post(key, value, clock.epochMillis() + lifespan.toMillis());
    }

    @Override
    public void onNote(String topic, BiConsumer<String, byte[]> listener) {
        listeners
                .computeIfAbsent(topic, ignored -> new CopyOnWriteArrayList<>())
                .add(listener);
        notes.forEach((author, note) -> {
            if (author.topic().equals(topic)) {
                listener.accept(author.replica(), note.text());
            }
        });
    }

    private void told(byte[] key, byte[] value) {
        Decoder name = new Decoder(key);
        Author author = new Author(name.text(), name.text());
        if (author.replica().equals(replica)) {
            return;
        }
        Decoder content = new Decoder(value);
        long lifespanMillis = content.number();
        Note note = new Note(content.block(), clock.nanoTime() + lifespanMillis * 1_000_000);
        notes.put(author, note);
        tell(author, note.text());
        link.later(lifespanMillis, () -> gone(author, note));
    }

    /** Unless a later one has come. */
    private void gone(Author author, Note note) {
        if (notes.remove(author, note)) {
            tell(author, GONE);
        }
    }

    private void tell(Author author, byte[] text) {
        for (BiConsumer<String, byte[]> listener : listeners.getOrDefault(author.topic(), List.of())) {
            listener.accept(author.replica(), text);
        }
    }
}
