package io.keywell.quota.infinispan;

import java.util.function.Consumer;
import org.infinispan.client.hotrod.annotation.ClientCacheEntryCreated;
import org.infinispan.client.hotrod.annotation.ClientCacheEntryExpired;
import org.infinispan.client.hotrod.annotation.ClientCacheEntryModified;
import org.infinispan.client.hotrod.annotation.ClientCacheEntryRemoved;
import org.infinispan.client.hotrod.annotation.ClientListener;
import org.infinispan.client.hotrod.event.ClientCacheEntryCreatedEvent;
import org.infinispan.client.hotrod.event.ClientCacheEntryExpiredEvent;
import org.infinispan.client.hotrod.event.ClientCacheEntryModifiedEvent;
import org.infinispan.client.hotrod.event.ClientCacheEntryRemovedEvent;

/**
 * Hears of every change of a cache, and at first of all that is there; when its server dies the client registers it with
 * another one, which again tells all that is there. Public because the client calls it by reflection.
 */
@ClientListener(includeCurrentState = true)
public final class EntryListener {

    private final Consumer<byte[]> changed;

    EntryListener(Consumer<byte[]> changed) {
        this.changed = changed;
    }

    @ClientCacheEntryCreated
    public void created(ClientCacheEntryCreatedEvent<byte[]> event) {
        changed.accept(event.getKey());
    }

    @ClientCacheEntryModified
    public void modified(ClientCacheEntryModifiedEvent<byte[]> event) {
        changed.accept(event.getKey());
    }

    @ClientCacheEntryRemoved
    public void removed(ClientCacheEntryRemovedEvent<byte[]> event) {
        changed.accept(event.getKey());
    }

    @ClientCacheEntryExpired
    public void expired(ClientCacheEntryExpiredEvent<byte[]> event) {
        changed.accept(event.getKey());
    }
}
