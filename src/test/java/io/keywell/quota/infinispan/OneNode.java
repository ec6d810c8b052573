package io.keywell.quota.infinispan;

import io.keywell.cluster.InfinispanNodes;

/** One server for all tests of this JVM that need no more; it ends with the JVM. */
final class OneNode {

    private static final InfinispanNodes NODES = InfinispanNodes.start(1);

    private OneNode() {}

    static InfinispanNodes nodes() {
        return NODES;
    }
}
