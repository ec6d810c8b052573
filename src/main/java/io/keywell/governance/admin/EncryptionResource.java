package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.store.BrokenSealException;
import io.keywell.governance.store.SecretVault;
import io.keywell.governance.store.SecretVault.Wrapping;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** Which key-encryption key wraps the keys that seal secrets, and its rotation. Keys are told by their fingerprints. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RolesAllowed("admin")
public class EncryptionResource {

    private static final String SUBJECT = "encryption";

    private final Entries entries;
    private final SecretVault vault;
    private final Sealing sealing;
    private final Audit audit;

    EncryptionResource(Entries entries, SecretVault vault, Sealing sealing, Audit audit) {
        this.entries = entries;
        this.vault = vault;
        this.sealing = sealing;
        this.audit = audit;
    }

    @GET
    @Path(SUBJECT)
    @Operation(hidden = true)
    public Uni<ObjectNode> get() {
        return entries.look(this::shown);
    }

    /** Wraps everything by the first configured key, so that the others are needed no longer. All of it or nothing. */
    @POST
    @Path("{call: encryption[^/]*}")
    @Operation(hidden = true)
    public Uni<ObjectNode> rotate(@RestPath String call) {
        Action action = Action.of(call);
        if (!action.name().equals(SUBJECT) || !action.is("rotate")) {
            throw Refused.unknown(call);
        }
        return entries.change(() -> shown().chain(
                                before -> vault.rewrap().chain(this::shown).chain(after -> audit.add(
                                                "rotate", SUBJECT, before, after)
                                        .replaceWith(after))))
                .onFailure(BrokenSealException.class)
                .transform(broken -> Refused.failed(
                        409,
                        "encryption-key-missing",
                        "A key-encryption key is missing",
                        "Nothing was changed: " + broken.getMessage() + "."));
    }

    private Uni<ObjectNode> shown() {
        sealing.required();
        return vault.wrapping().map(EncryptionResource::show);
    }

    private static ObjectNode show(Wrapping wrapping) {
        ObjectNode node = Json.object().put("key", wrapping.current());
        ArrayNode known = node.putArray("known-keys");
        wrapping.known().forEach(known::add);
        ArrayNode dataKeys = node.putArray("data-keys");
        wrapping.wrappedBy()
                .forEach((id, key) -> dataKeys.addObject().put("id", id).put("wrapped-by", key));
        return node;
    }
}
