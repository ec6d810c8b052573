package io.keywell.quota;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who is told of changes of cool-downs; called outside any lock. */
final class CoolDownNews {

    private final List<Consumer<CoolDown>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<CoolDownChange>> peers = new CopyOnWriteArrayList<>();

    void toListeners(Consumer<CoolDown> listener) {
        listeners.add(listener);
    }

    void toPeers(Consumer<CoolDownChange> peer) {
        peers.add(peer);
    }

    /** Another replica found it out: everybody here is told. */
    void learned(CoolDown changed) {
        listeners.forEach(listener -> listener.accept(changed));
    }

    /** This replica found it out: the others are told as well. */
    void own(CoolDown changed, CoolDownChange change) {
        learned(changed);
        peers.forEach(peer -> peer.accept(change));
    }
}
