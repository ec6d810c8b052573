package io.keywell.governance.store;

import jakarta.enterprise.context.ApplicationScoped;

/** The keys of the providers. */
@ApplicationScoped
public class KeyRows implements MemberRows<KeyRow> {

    @Override
    public MemberId idOf(KeyRow row) {
        return row.id;
    }
}
