package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Provider;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.MemberId;
import io.keywell.quota.CoolDown;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What operators do with a key while it works. Cool-downs reach all replicas; they are not kept in the database. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class KeyActions {

    private static final long LONGEST_SECONDS = 31 * 86_400;
    private static final int LONGEST_TEXT = 200;

    private final CatalogRef catalog;
    private final CoolDowns coolDowns;
    private final Entries entries;
    private final KeyKind kind;
    private final Audit audit;
    private final KeyProbe probe;

    KeyActions(CatalogRef catalog, CoolDowns coolDowns, Entries entries, KeyKind kind, Audit audit, KeyProbe probe) {
        this.catalog = catalog;
        this.coolDowns = coolDowns;
        this.entries = entries;
        this.kind = kind;
        this.audit = audit;
        this.probe = probe;
    }

    @POST
    @Path("providers/{provider}/keys/{call}")
    @RolesAllowed("operator")
    @Operation(hidden = true)
    public Uni<ObjectNode> act(@RestPath String provider, @RestPath String call, @Nullable String text) {
        Action action = Action.of(call);
        String name = action.name();
        return switch (action.verb()) {
            case "cool" -> cool(provider, name, Json.parsed(text));
            case "restore" -> restore(provider, name);
            case "check" -> check(provider, name);
            case "drain" -> drain(provider, name);
            default -> throw Refused.unknown(subject(provider, call));
        };
    }

    /** Takes the key out for a while: {@code {seconds, text}}, an hour when nothing is said. */
    private Uni<ObjectNode> cool(String provider, String name, JsonNode json) {
        var unused = known(provider, name);
        ObjectNode body = json.isNull() || json.isMissingNode() ? Json.object() : Json.object(json);
        long seconds = seconds(body);
        String text = Json.text(body, "text");
        long now = audit.nowMillis();
        String why = text == null ? "an operator" : "an operator: " + text;
        CoolDown coolDown = new CoolDown(
                new Scope.Key(provider, name),
                FailureClass.RATE_LONG,
                Failure.Source.CONFIGURED,
                now,
                now + seconds * 1_000,
                why);
        ObjectNode after = Json.object().put("seconds", seconds).put("text", why);
        return audit.alone("cool", subject(provider, name), after)
                .invoke(() -> coolDowns.cool(coolDown))
                .replaceWith(after);
    }

    private static long seconds(ObjectNode body) {
        List<FieldError> errors = new ArrayList<>(Json.unknown(body, "", List.of("seconds", "text")));
        String seconds = Json.text(body, "seconds");
        boolean fits =
                seconds == null || seconds.matches("[1-9]\\d{0,6}") && Long.parseLong(seconds) <= LONGEST_SECONDS;
        if (!fits) {
            errors.add(new FieldError("/seconds", seconds, "a whole number from 1 to " + LONGEST_SECONDS));
        }
        String text = Json.text(body, "text");
        if (text != null && text.length() > LONGEST_TEXT) {
            errors.add(new FieldError("/text", null, "at most " + LONGEST_TEXT + " characters"));
        }
        if (!errors.isEmpty()) {
            throw Refused.invalid(errors);
        }
        return seconds == null ? 3_600 : Long.parseLong(seconds);
    }

    /** Ends what keeps the key out; one that was drained or disabled here is active again. */
    private Uni<ObjectNode> restore(String provider, String name) {
        MemberId id = new MemberId(provider, name);
        Uni<?> done;
        if (kind.isConfigured(id)) {
            var unused = known(provider, name);
            done = audit.alone("restore", subject(provider, name), Json.object());
        } else {
            done = state(id, "active");
        }
        return done.invoke(() -> coolDowns.forget(provider, name))
                .replaceWith(Json.object().put("state", "active"));
    }

    /** Asks the provider whether it takes the key, with a call that costs nothing. Changes nothing. */
    private Uni<ObjectNode> check(String provider, String name) {
        Member found = known(provider, name);
        return probe.probe(found.provider(), found.key()).map(outcome -> {
            String verdict = outcome.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-');
            ObjectNode answer = Json.object().put("verdict", verdict);
            return outcome.status() == 0 ? answer : answer.put("status", outcome.status());
        });
    }

    /** Lets the key finish what it has and gives it nothing new. */
    private Uni<ObjectNode> drain(String provider, String name) {
        return state(new MemberId(provider, name), "draining").map(Entries.Shown::body);
    }

    private Uni<Entries.Shown> state(MemberId id, String state) {
        return entries.patch(kind, id, Json.object().put("state", state), new Match(-1));
    }

    private record Member(Provider provider, Key key) {}

    private Member known(String providerName, String name) {
        Provider provider = catalog.current().provider(providerName);
        if (provider != null) {
            for (Pool pool : provider.pools()) {
                for (Key key : pool.keys()) {
                    if (key.name().equals(name)) {
                        return new Member(provider, key);
                    }
                }
            }
        }
        throw Refused.unknown(subject(providerName, name));
    }

    private static String subject(String provider, String name) {
        return "providers/" + provider + "/keys/" + name;
    }
}
