package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.operators.Role;
import io.keywell.governance.operators.TokenHash;
import io.keywell.governance.store.OperatorToken;
import io.keywell.governance.store.OperatorTokens;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Operators' tokens, of which the hash is kept. */
@Singleton
final class TokenKind implements Kind<OperatorToken, String> {

    private static final String PREFIX = "kwa-";
    private static final int SHOWN_CHARACTERS = 4;

    private final OperatorTokens rows;
    private final NewSecrets secrets;

    /** What the next edit puts in; null to leave it. */
    private final @Nullable String token;

    @Inject
    TokenKind(OperatorTokens rows, NewSecrets secrets) {
        this(rows, secrets, null);
    }

    private TokenKind(OperatorTokens rows, NewSecrets secrets, @Nullable String token) {
        this.rows = rows;
        this.secrets = secrets;
        this.token = token;
    }

    String newToken() {
        return secrets.make(PREFIX);
    }

    /** The kind whose edits give the row this token. */
    TokenKind making(String newToken) {
        return new TokenKind(rows, secrets, newToken);
    }

    @Override
    public String subject(String name) {
        return "tokens/" + name;
    }

    @Override
    public OperatorTokens rows() {
        return rows;
    }

    @Override
    public OperatorToken newRow(String name) {
        OperatorToken row = new OperatorToken();
        row.name = name;
        return row;
    }

    @Override
    public ObjectNode show(OperatorToken row) {
        ObjectNode node =
                Json.object().put("name", row.name).put("role", row.role).put("ends-with", row.last4);
        return Json.put(node, "expires-at", row.expiresAt);
    }

    @Override
    public Uni<List<FieldError>> check(String name, ObjectNode body, boolean known) {
        List<FieldError> errors = new ArrayList<>(ConfigRules.name(name));
        errors.addAll(Json.unknown(body, "", List.of("name", "role", "expires-at", "ends-with")));
        String role = Json.text(body, "role");
        if (role == null || Role.of(role) == null) {
            errors.add(new FieldError("/role", role, "viewer, operator or admin"));
        }
        if (!Json.isInstant(body, "expires-at")) {
            errors.add(new FieldError(
                    "/expires-at", Json.text(body, "expires-at"), "a time such as 2027-01-31T00:00:00Z"));
        }
        return Uni.createFrom().item(errors);
    }

    @Override
    public Uni<Consumer<OperatorToken>> edit(ObjectNode body) {
        return Uni.createFrom().item(row -> {
            String role = Json.text(body, "role");
            row.role = role == null ? Role.VIEWER.label() : role;
            row.expiresAt = Json.instant(body, "expires-at");
            if (token != null) {
                row.sha256 = HexFormat.of().formatHex(TokenHash.of(token).bytes());
                row.last4 = token.substring(token.length() - SHOWN_CHARACTERS);
            }
        });
    }

    @Override
    public boolean isConfigured(String name) {
        return false;
    }
}
