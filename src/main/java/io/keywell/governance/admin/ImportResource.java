package io.keywell.governance.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.catalog.Key;
import io.keywell.catalog.Provider;
import io.keywell.core.Secret;
import io.keywell.governance.store.Governed;
import io.keywell.governance.store.MemberId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Takes over what other gateways have. What is here already stays as it is; the report says what was left out and why. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class ImportResource {

    private static final int DEEPEST = 100;
    private static final int MOST_PARTS = 1_000_000;

    private static final String CONFIGURED = "the configuration has it";
    private static final String ELSEWHERE = "the provider of that name is at another address here";

    private final Entries entries;
    private final Kinds kinds;
    private final Owners owners;
    private final Configured configured;
    private final Addresses addresses;
    private final ObjectMapper mapper;

    ImportResource(
            Entries entries,
            Kinds kinds,
            Owners owners,
            Configured configured,
            Addresses addresses,
            ObjectMapper mapper) {
        this.entries = entries;
        this.kinds = kinds;
        this.owners = owners;
        this.configured = configured;
        this.addresses = addresses;
        this.mapper = mapper;
    }

    /** Rolls a trial back, and carries its report. */
    private static final class Trial extends RuntimeException {
        private final transient ObjectNode report;

        Trial(ObjectNode report) {
            super("a trial", null, false, false);
            this.report = report;
        }
    }

    /** @param dryRun whether only to say what would come of it */
    @POST
    @Path("import")
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<ObjectNode> run(
            @RestQuery @Nullable String format,
            @RestQuery("dry-run") @DefaultValue("false") boolean dryRun,
            @Nullable String text) {
        Draft draft = draft(format, text == null ? "" : text, mapper);
        Uni<ObjectNode> done = entries.change(() -> apply(draft).map(report -> {
            if (dryRun) {
                throw new Trial(report);
            }
            return report;
        }));
        return done.onFailure(Trial.class)
                .recoverWithItem(trial -> ((Trial) trial).report)
                .map(report -> report.put("dry-run", dryRun));
    }

    /** @throws Refused it is no export of that gateway */
    static Draft draft(@Nullable String format, String text, ObjectMapper mapper) {
        return switch (format == null ? "" : format) {
            case "litellm" -> LiteLlm.read(yaml(text, mapper));
            case "gpt-load" -> OtherGateways.gptLoad(json(text, mapper));
            case "one-api" -> OtherGateways.oneApi(json(text, mapper));
            default -> throw Refused.invalid("format", format, "litellm, gpt-load or one-api");
        };
    }

    private static JsonNode yaml(String text, ObjectMapper mapper) {
        try {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            if (room(read, DEEPEST, MOST_PARTS) == 0) {
                throw Refused.malformed("The body contains itself, or far too much.");
            }
            return mapper.valueToTree(read);
        } catch (YAMLException e) {
            throw Refused.malformed("The body is no YAML.");
        } catch (IllegalArgumentException e) {
            // A name of nothing, for example.
            throw Refused.malformed("The body is YAML that no configuration has.");
        }
    }

    /** By its aliases a document may contain itself, or the same part any number of times. */
    private static int room(@Nullable Object read, int deepest, int most) {
        if (deepest == 0 || most == 0) {
            return 0;
        }
        Collection<?> parts =
                read instanceof Map<?, ?> map ? map.values() : read instanceof Collection<?> list ? list : List.of();
        int left = most - 1;
        for (Object part : parts) {
            left = room(part, deepest - 1, left);
            if (left == 0) {
                break;
            }
        }
        return left;
    }

    private static JsonNode json(String text, ObjectMapper mapper) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw Refused.malformed("The body is no JSON.");
        }
    }

    private Uni<ObjectNode> apply(Draft draft) {
        ObjectNode report = Json.object();
        report.putArray("created");
        report.putArray("skipped");
        draft.notes.forEach(report.putArray("not-carried-over")::add);
        List<Supplier<Uni<Void>>> steps = new ArrayList<>();
        draft.suppliers.values().forEach(supplier -> steps.add(() -> supplier(supplier, report)));
        draft.models.forEach((name, body) -> steps.add(() -> make(kinds.models, name, body, report)));
        return inOrder(steps).replaceWith(report);
    }

    private static Uni<Void> inOrder(List<Supplier<Uni<Void>>> steps) {
        return Multi.createFrom()
                .iterable(steps)
                .onItem()
                .transformToUniAndConcatenate(Supplier::get)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** A provider with its pools and keys. One of that name that is here already gets the keys if it is the same place. */
    private Uni<Void> supplier(Draft.Supplier supplier, ObjectNode report) {
        return owners.around(supplier.name).chain(here -> {
            boolean elsewhere = here != null && !addresses.same(supplier.body, here);
            Provider fixed = configured.provider(supplier.name);
            if (fixed != null) {
                // The names that the configuration gives are the first that an import would give.
                supplier.nameBySecret();
            }
            Set<Secret> known = fixed == null ? Set.of() : secrets(fixed);
            // A pool of a key has its name.
            Function<String, @Nullable String> why =
                    key -> elsewhere ? ELSEWHERE : supplier.isAmong(known, key) ? CONFIGURED : null;
            List<Supplier<Uni<Void>>> steps = new ArrayList<>();
            steps.add(() -> make(kinds.providers, supplier.name, supplier.body, report));
            supplier.pools.forEach((name, body) ->
                    steps.add(() -> member(kinds.pools, supplier.id(name), body, why.apply(name), report)));
            supplier.keys.forEach((name, body) ->
                    steps.add(() -> member(kinds.keys, supplier.id(name), body, why.apply(name), report)));
            return inOrder(steps);
        });
    }

    /** @param why it is left out; null = it is made */
    private <E extends Governed> Uni<Void> member(
            Kind<E, MemberId> kind, MemberId id, ObjectNode body, @Nullable String why, ObjectNode report) {
        return why == null ? make(kind, id, body, report) : skip(report, kind.subject(id), why);
    }

    private static Set<Secret> secrets(Provider provider) {
        return provider.pools().stream()
                .flatMap(pool -> pool.keys().stream())
                .map(Key::secret)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private <E extends Governed, I> Uni<Void> make(Kind<E, I> kind, I id, ObjectNode body, ObjectNode report) {
        String subject = kind.subject(id);
        if (kind.isConfigured(id)) {
            return skip(report, subject, CONFIGURED);
        }
        return kind.rows().get(id).chain(row -> {
            if (row != null) {
                return skip(report, subject, "it exists");
            }
            return kind.missingOwner(id)
                    .chain(missing -> missing != null
                            ? skip(report, subject, "there is no " + missing)
                            : kind.check(id, body, false)
                                    .chain(errors -> errors.isEmpty()
                                            ? entries.make(kind, id, body)
                                                    .invoke(() -> report.withArray("/created")
                                                            .add(subject))
                                                    .replaceWithVoid()
                                            : skip(report, subject, "wrong: " + words(errors))));
        });
    }

    private static String words(List<Refused.FieldError> errors) {
        return String.join(
                "; ",
                errors.stream()
                        .map(error -> error.path() + " expected " + error.expected())
                        .toList());
    }

    private static Uni<Void> skip(ObjectNode report, String subject, String why) {
        report.withArray("/skipped").addObject().put("entry", subject).put("why", why);
        return Uni.createFrom().voidItem();
    }
}
