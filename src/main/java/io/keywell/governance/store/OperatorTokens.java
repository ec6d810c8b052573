package io.keywell.governance.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The operators' tokens. */
@ApplicationScoped
public class OperatorTokens implements NamedRows<OperatorToken> {

    @Override
    public String idOf(OperatorToken row) {
        return row.name;
    }

    /** The token with this hash, also an expired one; a null item when there is none. */
    public Uni<OperatorToken> bySha256(String hex) {
        return find("sha256", hex).firstResult();
    }
}
