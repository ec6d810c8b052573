import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.infinispan.client.hotrod.MetadataValue;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.client.hotrod.configuration.ConfigurationBuilder;
import org.infinispan.client.hotrod.marshall.BytesOnlyMarshaller;

/**
 * Keeps the servers as busy as a gateway does: reads a cell and swaps it, so many rounds a second, none of which is made up
 * for when it comes late. Arguments: hosts, as host:port;host:port, and rounds a second.
 */
final class Ballast {

    private static final int CELL_BYTES = 256;
    private static final long LIFESPAN_SECONDS = 300;

    private Ballast() {}

    public static void main(String[] arguments) {
        long periodNanos = (long) (1e9 / Double.parseDouble(arguments[1]));
        ConfigurationBuilder client = new ConfigurationBuilder();
        client.addServers(arguments[0]).marshaller(BytesOnlyMarshaller.INSTANCE);
        client.security().authentication().enable().username("keywell").password("keywell").saslMechanism("SCRAM-SHA-256");
        try (RemoteCacheManager servers = new RemoteCacheManager(client.build())) {
            RemoteCache<byte[], byte[]> cells = servers.getCache("keywell-quota");
            byte[] key = "bench ballast".getBytes(StandardCharsets.UTF_8);
            byte[] cell = new byte[CELL_BYTES];
            cells.put(key, cell, LIFESPAN_SECONDS, TimeUnit.SECONDS);
            System.out.println("ready");
            while (true) {
                LockSupport.parkNanos(periodNanos);
                MetadataValue<byte[]> found = cells.getWithMetadata(key);
                cell[0]++;
                if (found == null) {
                    // It stood still for longer than a cell lives.
                    cells.put(key, cell, LIFESPAN_SECONDS, TimeUnit.SECONDS);
                } else {
                    cells.replaceWithVersion(key, cell, found.getVersion(), (int) LIFESPAN_SECONDS);
                }
            }
        }
    }
}
