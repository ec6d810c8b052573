package io.keywell.governance.live;

import java.time.Instant;
import java.util.Map;

/**
 * Something that operators may want to hear of.
 *
 * @param id names it in this replica's life
 * @param type {@code cool-down}, {@code key-state}, {@code catalog}, {@code store-mode}, {@code exhausted}, {@code budget}, {@code lost}
 *     when some were missed, {@code alive} when nothing happened for a while
 * @param data without secrets
 */
public record StateEvent(String id, String type, Instant at, Map<String, Object> data) {

    static final String ALIVE = "alive";
    static final String LOST = "lost";

    public StateEvent {
        data = Map.copyOf(data);
    }
}
