package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.core.Clock;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.ConsumerKeyRow;
import io.keywell.governance.store.ConsumerKeys;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of callers. Of each its hash is kept; whoever makes one sees it once. Works inside a transaction. */
@Singleton
final class CallerKeys {

    private static final String PREFIX = "kw-";
    private static final int SHOWN_CHARACTERS = 4;
    private static final long LONGEST_SECONDS = 90 * 86_400;
    private static final long USUAL_SECONDS = 86_400;

    private final ConsumerKeys rows;
    private final NewSecrets secrets;
    private final Audit audit;
    private final Clock clock;

    CallerKeys(ConsumerKeys rows, NewSecrets secrets, Audit audit, Clock clock) {
        this.rows = rows;
        this.secrets = secrets;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<List<ConsumerKeyRow>> of(String consumer) {
        return rows.of(consumer);
    }

    /** The new key itself. */
    Uni<String> make(String consumer) {
        String key = secrets.make(PREFIX);
        ConsumerKeyRow row = new ConsumerKeyRow();
        row.sha256 = HexFormat.of().formatHex(Sha256.of(key).bytes());
        row.consumer = consumer;
        row.last4 = key.substring(key.length() - SHOWN_CHARACTERS);
        row.createdAt = now();
        return rows.add(row).replaceWith(key);
    }

    Uni<ObjectNode> rotate(String consumer, long overlapSeconds) {
        Instant end = now().plusSeconds(overlapSeconds);
        return rows.expire(consumer, end).chain(() -> make(consumer)).chain(key -> {
            ObjectNode after = Json.object().put("old-keys-end-at", end.toString());
            return audit.add("rotate-keys", "consumers/" + consumer, null, after)
                    .replaceWith(() -> after.deepCopy().put("key", key));
        });
    }

    static ObjectNode show(ConsumerKeyRow key) {
        ObjectNode node = Json.object().put("key", "..." + key.last4).put("created-at", key.createdAt.toString());
        return Json.put(node, "expires-at", key.expiresAt);
    }

    /** Refused when it is none. */
    static long overlap(@Nullable JsonNode json) {
        if (json == null || json.isNull() || json.isMissingNode()) {
            return USUAL_SECONDS;
        }
        ObjectNode body = Json.object(json);
        List<FieldError> errors = new ArrayList<>(Json.unknown(body, "", List.of("overlap-seconds")));
        String seconds = Json.text(body, "overlap-seconds");
        if (seconds != null && (!seconds.matches("\\d{1,7}") || Long.parseLong(seconds) > LONGEST_SECONDS)) {
            errors.add(new FieldError("/overlap-seconds", seconds, "a whole number from 0 to " + LONGEST_SECONDS));
        }
        if (!errors.isEmpty()) {
            throw Refused.invalid(errors);
        }
        return seconds == null ? USUAL_SECONDS : Long.parseLong(seconds);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.epochMillis());
    }
}
