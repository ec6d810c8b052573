package io.keywell.quota.infinispan;

import java.util.function.ObjLongConsumer;
import org.infinispan.client.hotrod.annotation.ClientCacheEntryCreated;
import org.infinispan.client.hotrod.annotation.ClientCacheEntryModified;
import org.infinispan.client.hotrod.annotation.ClientListener;
import org.infinispan.client.hotrod.event.ClientCacheEntryCreatedEvent;
import org.infinispan.client.hotrod.event.ClientCacheEntryModifiedEvent;

/**
 * Hears of every entry that is written, by key and version, and at first of all that are there; when its server dies the
 * client registers it with another one, which again tells all that are there. Public because the client calls it by
 * reflection.
 */
@ClientListener(includeCurrentState = true)
public final class EntryListener {

    private final ObjLongConsumer<byte[]> written;

    EntryListener(ObjLongConsumer<byte[]> written) {
        this.written = written;
    }

    @ClientCacheEntryCreated
    public void created(ClientCacheEntryCreatedEvent<byte[]> event) {
        written.accept(event.getKey(), event.getVersion());
    }

    @ClientCacheEntryModified
    public void modified(ClientCacheEntryModifiedEvent<byte[]> event) {
        written.accept(event.getKey(), event.getVersion());
    }
}
