package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.database.DatabaseMode;
import io.keywell.governance.store.Change;
import io.keywell.governance.store.Governed;
import io.keywell.governance.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes entries of any kind. A change is checked, made and put on record in one transaction; what refuses it
 * rolls it back. Answers are values of the JSON that goes out, with the row's version.
 */
@Singleton
final class Entries {

    private static final String SOURCE = "source";
    private static final String DATABASE = "database";

    private final DatabaseMode mode;
    private final Transactions transactions;
    private final Audit audit;

    Entries(DatabaseMode mode, Transactions transactions, Audit audit) {
        this.mode = mode;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * An entry as it is now.
     *
     * @param version null for one of the configuration
     * @param created whether it was not there before
     */
    record Shown(ObjectNode body, @Nullable Long version, boolean created) {}

    /**
     * A page of rows and of what the configuration has, in the order of their names.
     *
     * @param rows gives as many rows after a name as it is asked for
     * @param configured all that the configuration has of the kind, in any order
     */
    <E extends Governed, I> Uni<ObjectNode> page(
            Kind<E, I> kind,
            Cursor cursor,
            BiFunction<String, Integer, Uni<List<E>>> rows,
            Stream<ObjectNode> configured) {
        List<ObjectNode> fixed = after(cursor, configured);
        Uni<List<ObjectNode>> made = mode == DatabaseMode.NONE
                ? Uni.createFrom().item(List.of())
                : transactions.read(() -> rows.apply(cursor.after(), cursor.limit() + 1)
                        .map(found ->
                                found.stream().map(row -> shown(kind, row)).toList()));
        return made.map(entries -> page(fixed, entries, cursor.limit()));
    }

    private static List<ObjectNode> after(Cursor cursor, Stream<ObjectNode> configured) {
        return configured
                .filter(entry -> name(entry).compareTo(cursor.after()) > 0)
                .sorted(Comparator.comparing(Entries::name))
                .limit(cursor.limit() + 1L)
                .toList();
    }

    private static ObjectNode page(List<ObjectNode> fixed, List<ObjectNode> made, int limit) {
        Set<String> configured = fixed.stream().map(Entries::name).collect(Collectors.toSet());
        List<ObjectNode> all = Stream.concat(
                        fixed.stream(), made.stream().filter(entry -> !configured.contains(name(entry))))
                .sorted(Comparator.comparing(Entries::name))
                .limit(limit + 1L)
                .toList();
        ObjectNode page = Json.object();
        ArrayNode items = page.putArray("items");
        all.stream().limit(limit).forEach(items::add);
        if (all.size() > limit) {
            page.put("next", Cursor.encode(name(all.get(limit - 1))));
        }
        return page;
    }

    private static String name(ObjectNode entry) {
        return entry.path("name").asText();
    }

    private <E extends Governed, I> ObjectNode shown(Kind<E, I> kind, E row) {
        return kind.show(row).put(SOURCE, DATABASE).put("updated-at", row.updatedAt.toString());
    }

    private <E extends Governed, I> Shown answer(Kind<E, I> kind, E row, boolean created) {
        return new Shown(shown(kind, row), row.version, created);
    }

    <E extends Governed, I> Uni<Shown> get(Kind<E, I> kind, I id) {
        return mode == DatabaseMode.NONE
                ? Uni.createFrom().failure(Refused.unknown(kind.subject(id)))
                : transactions.read(() -> kind.rows().get(id).map(row -> answer(kind, found(kind, id, row), false)));
    }

    private static <E extends Governed, I> E found(Kind<E, I> kind, I id, @Nullable E row) {
        if (row == null) {
            throw Refused.unknown(kind.subject(id));
        }
        return row;
    }

    /** Only reads; refused at once where there is nothing to read. */
    <T> Uni<T> look(Supplier<Uni<T>> work) {
        return mode == DatabaseMode.NONE ? Uni.createFrom().failure(Refused.noDatabase()) : transactions.read(work);
    }

    /** Runs a change in a transaction; refused at once where there can be none. */
    <T> Uni<T> change(Supplier<Uni<T>> work) {
        return mode == DatabaseMode.NONE ? Uni.createFrom().failure(Refused.noDatabase()) : transactions.write(work);
    }

    <E extends Governed, I> Uni<Shown> create(Kind<E, I> kind, I id, ObjectNode body) {
        if (kind.isConfigured(id)) {
            return Uni.createFrom().failure(Refused.readOnly(kind.subject(id)));
        }
        return change(() -> make(kind, id, body));
    }

    /** Inside a transaction. */
    <E extends Governed, I> Uni<Shown> make(Kind<E, I> kind, I id, ObjectNode body) {
        return owned(kind, id)
                .chain(() -> checked(kind, id, body, false))
                .chain(() -> kind.edit(body))
                .chain(edit -> {
                    E row = kind.newRow(id);
                    edit.accept(row);
                    return kind.rows().create(row);
                })
                .chain(change -> {
                    E row = done(kind, id, change);
                    return audit.add("create", kind.subject(id), null, kind.show(row))
                            .replaceWith(() -> answer(kind, row, true));
                });
    }

    private static <E extends Governed, I> Uni<Void> owned(Kind<E, I> kind, I id) {
        return kind.missingOwner(id)
                .invoke(missing -> {
                    if (missing != null) {
                        throw Refused.unknown(missing);
                    }
                })
                .replaceWithVoid();
    }

    private static <E extends Governed, I> Uni<Void> checked(Kind<E, I> kind, I id, ObjectNode body, boolean known) {
        String named = Json.text(body, "name");
        if (named != null && !kind.subject(id).endsWith("/" + named)) {
            return Uni.createFrom().failure(Refused.invalid("/name", named, "the name in the path, or none"));
        }
        return kind.check(id, body, known)
                .invoke(errors -> {
                    if (!errors.isEmpty()) {
                        throw Refused.invalid(errors);
                    }
                })
                .replaceWithVoid();
    }

    private static <E extends Governed, I> E done(Kind<E, I> kind, I id, Change<E> change) {
        if (change instanceof Change.Done<E> done) {
            return done.row();
        }
        String subject = kind.subject(id);
        if (change instanceof Change.Exists<E>) {
            throw Refused.exists(subject);
        }
        throw change instanceof Change.Stale<E> ? Refused.stale(subject) : Refused.unknown(subject);
    }

    /**
     * Makes it so: creates what is not there, replaces what is.
     *
     * @param match the version that the caller has seen, null when it says nothing
     */
    <E extends Governed, I> Uni<Shown> put(Kind<E, I> kind, I id, ObjectNode body, @Nullable Match match) {
        if (kind.isConfigured(id)) {
            return Uni.createFrom().failure(Refused.readOnly(kind.subject(id)));
        }
        return change(() -> kind.rows().get(id).chain(row -> {
            if (row != null) {
                return replace(kind, id, row, body, match);
            }
            return match == null ? make(kind, id, body) : Uni.createFrom().failure(Refused.unknown(kind.subject(id)));
        }));
    }

    <E extends Governed, I> Uni<Shown> patch(Kind<E, I> kind, I id, ObjectNode patch, @Nullable Match match) {
        if (kind.isConfigured(id)) {
            return Uni.createFrom().failure(Refused.readOnly(kind.subject(id)));
        }
        return change(() -> kind.rows().get(id).chain(found -> {
            E row = found(kind, id, found);
            return replace(kind, id, row, Json.merged(kind.show(row), patch), match);
        }));
    }

    private <E extends Governed, I> Uni<Shown> replace(
            Kind<E, I> kind, I id, E row, ObjectNode body, @Nullable Match match) {
        if (match == null) {
            return Uni.createFrom().failure(Refused.noVersion());
        }
        ObjectNode before = kind.show(row);
        return checked(kind, id, body, true)
                .chain(() -> kind.edit(body))
                .chain(edit -> kind.rows().update(id, match.version(row.version), edit))
                .chain(change -> {
                    E now = done(kind, id, change);
                    return audit.add("update", kind.subject(id), before, kind.show(now))
                            .replaceWith(() -> answer(kind, now, false));
                });
    }

    <E extends Governed, I> Uni<Void> delete(Kind<E, I> kind, I id, @Nullable Match match) {
        if (kind.isConfigured(id)) {
            return Uni.createFrom().failure(Refused.readOnly(kind.subject(id)));
        }
        return change(() -> kind.rows().get(id).chain(found -> {
            E row = found(kind, id, found);
            if (match == null) {
                throw Refused.noVersion();
            }
            ObjectNode before = kind.show(row);
            return unused(kind, id)
                    .chain(() -> kind.rows().delete(id, match.version(row.version)))
                    .invoke(change -> done(kind, id, change))
                    .chain(() -> audit.add("delete", kind.subject(id), before, null));
        }));
    }

    private static <E extends Governed, I> Uni<Void> unused(Kind<E, I> kind, I id) {
        return kind.user(id)
                .invoke(user -> {
                    if (user != null) {
                        throw Refused.inUse(kind.subject(id) + " is used by " + user + ".");
                    }
                })
                .replaceWithVoid();
    }
}
