package io.keywell.governance.live;

import io.keywell.catalog.CatalogRef;
import io.keywell.core.Clock;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.KeyStates;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What changes, for those who follow it. */
@Singleton
public final class Events {

    private static final long DELIVER_MILLIS = 100;
    private static final long LOOK_MILLIS = 1_000;
    private static final long BEAT_MILLIS = 15_000;

    private final EventLog log;
    private final Watch watch;

    Events(
            CatalogRef catalog,
            CoolDowns coolDowns,
            StoreStatus store,
            Exhaustions exhaustions,
            Clock clock,
            RandomGenerator random) {
        this.log = new EventLog(HexFormat.of().toHexDigits(random.nextInt()), clock);
        this.watch = new Watch(log, catalog, new KeyStates(coolDowns, clock), store, exhaustions);
        watch.listen(coolDowns, clock);
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(DELIVER_MILLIS, ignored -> {
            if (log.hasReports()) {
                vertx.executeBlocking(this::deliver, true);
            }
        });
        vertx.setPeriodic(LOOK_MILLIS, ignored -> vertx.executeBlocking(this::look, true));
        vertx.setPeriodic(BEAT_MILLIS, ignored -> vertx.executeBlocking(this::beat, true));
    }

    private Void deliver() {
        log.deliver();
        return null;
    }

    private Void look() {
        watch.look();
        return null;
    }

    private Void beat() {
        log.beat();
        return null;
    }

    /**
     * Tells what nobody here can see. Any thread.
     *
     * @param data without secrets
     */
    public void report(String type, Map<String, Object> data) {
        log.report(type, data);
    }

    /** @param lastId the last event that the reader has seen, null when it begins */
    public Multi<StateEvent> follow(@Nullable String lastId) {
        return log.follow(lastId);
    }
}
