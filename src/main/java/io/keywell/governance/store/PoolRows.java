package io.keywell.governance.store;

import jakarta.enterprise.context.ApplicationScoped;

/** The pools. */
@ApplicationScoped
public class PoolRows implements MemberRows<PoolRow> {

    @Override
    public MemberId idOf(PoolRow row) {
        return row.id;
    }
}
