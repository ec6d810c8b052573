package io.keywell.quota.infinispan;

import io.keywell.cluster.InfinispanNodes;
import io.keywell.core.Clock;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.Scope;

/** The shared part of one gateway, on the server of {@link OneNode} unless others are named. */
record Replica(InfinispanLink link, CoolDowns coolDowns, SharedNotes notes) implements AutoCloseable {

    Replica(String id, int credential) {
        this(id, credential, OneNode.nodes());
    }

    Replica(String id, int credential, InfinispanNodes nodes) {
        this(new InfinispanLink(Gateways.settings(nodes)), new CoolDowns(Clock.system(), () -> 0.5), id, credential);
    }

    private Replica(InfinispanLink link, CoolDowns coolDowns, String id, int credential) {
        this(link, coolDowns, new SharedNotes(id, link, Clock.system()));
        new SharedCoolDowns(coolDowns, link, id, scope -> scope instanceof Scope.Key ? credential : 0, Clock.system())
                .start();
        notes.start();
        link.start();
    }

    @Override
    public void close() {
        link.close();
    }
}
