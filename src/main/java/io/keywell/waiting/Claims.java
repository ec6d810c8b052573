package io.keywell.waiting;

import java.util.Map;

/** Is told every fraction of a second, as long as replicas share the capacity of a line, what this one is due. */
public interface Claims {

    /** For a replica that is alone. */
    Claims UNHEARD = byLine -> {};

    /** Called on a timer's thread, outside the room's lock; must not block. */
    void told(Map<String, Claim> byLine);
}
