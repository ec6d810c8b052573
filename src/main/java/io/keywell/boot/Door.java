package io.keywell.boot;

import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The callers' ports. To close an HTTP server is to close its connections as well, streams included, so the sockets that
 * listen are closed by themselves: whoever knocks is refused by the system and asks another replica.
 */
@Singleton
final class Door {

    private static final Logger LOG = Logger.getLogger(Door.class);

    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;

    Door(Vertx vertx) {
        this.vertx = vertx;
    }

    void opened(@ObservesAsync HttpServerStart start) {
        ports.add(start.options().getPort());
    }

    void opened(@ObservesAsync HttpsServerStart start) {
        ports.add(start.options().getPort());
    }

    /** Closes what listens for callers; health and metrics stay to be asked. */
    void close() {
        for (EventExecutor executor : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                var unused = loop.submit(() -> close(loop.registeredChannelsIterator()));
            }
        }
    }

    private void close(Iterator<Channel> channels) {
        while (channels.hasNext()) {
            Channel channel = channels.next();
            if (channel instanceof ServerChannel
                    && channel.localAddress() instanceof InetSocketAddress address
                    && ports.contains(address.getPort())) {
                LOG.infof("No new connections at port %d", address.getPort());
                var unused = channel.close();
            }
        }
    }
}
