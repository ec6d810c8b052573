package io.keywell.catalog;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The catalog in force. */
public final class CatalogRef {

    private final List<Consumer<Catalog>> listeners = new CopyOnWriteArrayList<>();
    private volatile Catalog current;

    public CatalogRef(Catalog first) {
        this.current = first;
    }

    public Catalog current() {
        return current;
    }

    /** Puts a new catalog in force and then tells the listeners, on the calling thread. */
    public void replace(Catalog next) {
        current = next;
        listeners.forEach(listener -> listener.accept(next));
    }

    public void onReplace(Consumer<Catalog> listener) {
        listeners.add(listener);
    }
}
