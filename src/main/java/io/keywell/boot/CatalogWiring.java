package io.keywell.boot;

import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.LayeredCatalog;
import io.keywell.catalog.config.CatalogReader;
import io.keywell.catalog.config.KnownVendors;
import io.keywell.core.Clock;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Loads the catalog before anything else starts, and looks after its files until the end. */
@Singleton
final class CatalogWiring {

    private static final Logger LOG = Logger.getLogger(CatalogWiring.class);

    /** A change counts after two polls: about a second. */
    private static final long POLL_MILLIS = 500;

    private static final int BEFORE_ALL_OTHERS = 1;

    private final ScheduledExecutorService polling = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "keywell-config");
        thread.setDaemon(true);
        return thread;
    });

    @Produces
    @Singleton
    LiveCatalog live(Config config, KnownVendors vendors) {
        PropertySources sources = new PropertySources(config.unwrap(SmallRyeConfig.class));
        return new LiveCatalog(sources, new CatalogReader(vendors), Clock.system());
    }

    @Produces
    @Singleton
    CatalogRef catalog(LiveCatalog live) {
        return live.catalog();
    }

    @Produces
    @Singleton
    LayeredCatalog layers(LiveCatalog live) {
        return live.layers();
    }

    @Produces
    @Singleton
    ConfigStatus status(LiveCatalog live) {
        return live.status();
    }

    void start(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent event, LiveCatalog live) {
        var unused =
                polling.scheduleWithFixedDelay(() -> pollSafely(live), POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        polling.shutdownNow();
    }

    /** An executor forgets a task that has thrown. */
    private static void pollSafely(LiveCatalog live) {
        try {
            live.poll();
        } catch (RuntimeException e) {
            LOG.error("The configuration could not be looked at; the old one stays", e);
        }
    }
}
