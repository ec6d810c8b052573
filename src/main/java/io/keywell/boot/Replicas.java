package io.keywell.boot;

import io.keywell.catalog.CatalogRef;
import io.keywell.core.Clock;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.Notes;
import io.keywell.quota.QuotaSettings;
import io.keywell.quota.infinispan.InfinispanCells;
import io.keywell.quota.infinispan.InfinispanLink;
import io.keywell.quota.infinispan.InfinispanSettings;
import io.keywell.quota.infinispan.SharedCoolDowns;
import io.keywell.quota.infinispan.SharedNotes;
import io.keywell.quota.lease.CellCache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What this replica shares with the others, when quotas are counted in a cluster; nothing at all when they are not. */
@Singleton
final class Replicas {

    private static final Logger LOG = Logger.getLogger(Replicas.class);

    /** Everybody who wants to hear of the cluster has said so. */
    private static final int AFTER_ALL_OTHERS = Integer.MAX_VALUE;

    private final @Nullable Shared shared;

    private record Shared(InfinispanLink link, CellCache cells, SharedNotes notes) {}

    Replicas(
            QuotaSettings quota,
            Config config,
            CoolDowns coolDowns,
            CatalogRef catalog,
            Clock clock,
            RandomGenerator random) {
        if (quota.store() == QuotaSettings.Store.LOCAL) {
            shared = null;
            return;
        }
        String replica = quota.replica().orElseGet(() -> newName(random));
        InfinispanLink link =
                new InfinispanLink(new InfinispanSettings(name -> config.getOptionalValue(name, String.class)));
        new SharedCoolDowns(coolDowns, link, replica, new KeySecrets(catalog), clock).start();
        SharedNotes notes = new SharedNotes(replica, link, clock);
        notes.start();
        shared = new Shared(link, new InfinispanCells(link), notes);
        LOG.infof("Quotas are shared with other replicas; this one is %s", replica);
    }

    /** The pod's or the machine's name, for people, and a number, because a restart is another replica. */
    private static String newName(RandomGenerator random) {
        String host = System.getenv("HOSTNAME");
        String name = host == null || host.isBlank() ? "keywell" : host;
        return name + "-" + HexFormat.of().toHexDigits((short) random.nextInt());
    }

    void start(@Observes @Priority(AFTER_ALL_OTHERS) StartupEvent event) {
        if (shared != null) {
            shared.link().start();
        }
    }

    void stop(@Observes @Priority(AFTER_ALL_OTHERS) ShutdownEvent event) {
        if (shared != null) {
            shared.link().close();
        }
    }

    /** Only when quotas are shared. */
    CellCache cells() {
        if (shared == null) {
            throw new IllegalStateException("quotas are this replica's own");
        }
        return shared.cells();
    }

    Notes notes() {
        return shared == null ? Notes.NONE : shared.notes();
    }
}
