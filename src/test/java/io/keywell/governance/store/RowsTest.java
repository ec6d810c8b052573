package io.keywell.governance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.governance.EmbeddedDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(EmbeddedDatabase.class)
class RowsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Transactions transactions;

    @Inject
    Teams teams;

    @Inject
    ProviderRows providers;

    @Inject
    PoolRows pools;

    @Inject
    KeyRows keys;

    @Inject
    ModelRows models;

    @Inject
    ConsumerRows consumers;

    @Inject
    ConsumerKeys consumerKeys;

    @Inject
    AuditLog audit;

    @Test
    void aRowIsReadAsItWasWrittenAndEachChangeCountsItsVersionUp() {
        Change<ConsumerRow> made = write(() -> consumers.create(consumer("shop")));
        long version = ((Change.Done<ConsumerRow>) made).row().version;

        Change<ConsumerRow> changed = write(() -> consumers.update("shop", version, row -> row.priority = 9));

        ConsumerRow row = ((Change.Done<ConsumerRow>) changed).row();
        assertThat(row.version).isEqualTo(version + 1);
        ConsumerRow read = read(() -> consumers.get("shop"));
        assertThat(read.priority).isEqualTo(9);
        assertThat(read.limits.requestsPerDay).isEqualTo(100);
        assertThat(read.updatedAt).isAfter(Instant.EPOCH);
    }

    @Test
    void aNameThatIsTakenIsToldAndSoIsOneThatNobodyHas() {
        write(() -> teams.create(team("red")));

        assertThat(write(() -> teams.create(team("red")))).isInstanceOf(Change.Exists.class);
        assertThat(write(() -> teams.update("nobody", 0, row -> {}))).isInstanceOf(Change.Missing.class);
        assertThat(write(() -> teams.delete("nobody", 0))).isInstanceOf(Change.Missing.class);
    }

    @Test
    void aStaleVersionChangesNothing() {
        write(() -> teams.create(team("blue")));
        write(() -> teams.update("blue", 0, row -> row.budget = budget(5)));

        assertThat(write(() -> teams.update("blue", 0, row -> row.budget = null)))
                .isEqualTo(new Change.Stale<>(1));
        assertThat(write(() -> teams.delete("blue", 0))).isEqualTo(new Change.Stale<>(1));
        assertThat(read(() -> teams.get("blue")).budget.micros).isEqualTo(5);
    }

    @Test
    void ofTwoChangesAtOnceOneIsStale() {
        write(() -> teams.create(team("green")));

        List<CompletableFuture<Change<Team>>> both = IntStream.range(0, 2)
                .mapToObj(i -> transactions
                        .write(() -> teams.update("green", 0, row -> row.budget = budget(i + 1)))
                        .subscribeAsCompletionStage())
                .toList();

        assertThat(both.stream().map(CompletableFuture::join).map(Object::getClass))
                .containsExactlyInAnyOrder(Change.Done.class, Change.Stale.class);
    }

    @Test
    void limitsAndTargetsKeepTheirOrderAndAreReplacedAsAWhole() {
        write(() -> providers.create(provider("ordered")));
        PoolRow pool = new PoolRow();
        pool.id = new MemberId("ordered", "org");
        pool.limits.add(limit("big-*", 5));
        pool.limits.add(limit(null, 50));
        write(() -> pools.create(pool));
        ModelRow model = new ModelRow();
        model.name = "smart";
        model.targets.add(target("ordered", "a"));
        model.targets.add(target("ordered", "b"));
        write(() -> models.create(model));

        write(() -> pools.update(pool.id, 0, row -> row.limits.remove(0)));

        List<PoolRow> page = read(() -> pools.page("ordered", "", 10));
        assertThat(page).hasSize(1);
        assertThat(page.get(0).version).isEqualTo(1);
        assertThat(page.get(0).limits)
                .extracting(limit -> limit.limits.requestsPerMinute)
                .containsExactly(50L);
        assertThat(read(() -> models.page("", 10)).get(0).targets)
                .extracting(target -> target.upstream)
                .containsExactly("a", "b");
    }

    @Test
    void tenThousandKeysAreImportedAndPagedToTheEnd() {
        write(() -> providers.create(provider("bulk")));
        List<KeyRow> rows = IntStream.range(0, 10_000)
                .mapToObj(i -> key("bulk", String.format("k-%05d", i)))
                .toList();
        long before = System.nanoTime();
        write(() -> keys.createAll(rows).replaceWith(0));
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        System.out.printf("10,000 keys imported in %d ms%n", took.toMillis());

        int seen = 0;
        String after = "";
        List<KeyRow> page;
        do {
            String from = after;
            page = read(() -> keys.page("bulk", from, 999));
            seen += page.size();
            after = page.isEmpty() ? after : page.get(page.size() - 1).id.name();
        } while (!page.isEmpty());
        assertThat(seen).isEqualTo(10_000);
        assertThat(after).isEqualTo("k-09999");
    }

    @Test
    void whatFailsLeavesNothingBehind() {
        assertThatThrownBy(() -> write(() -> teams.create(team("gone"))
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("later")))))
                .hasMessage("later");

        assertThat(read(() -> teams.get("gone"))).isNull();
    }

    @Test
    void aProviderTakesItsKeysAndPoolsWithIt() {
        write(() -> providers.create(provider("leaving")));
        write(() -> keys.create(key("leaving", "one")));

        write(() -> providers.delete("leaving", 0));

        assertThat(read(() -> keys.get(new MemberId("leaving", "one")))).isNull();
    }

    @Test
    void aRotatedKeyEndsWhenItsOverlapDoesAndNotLater() {
        write(() -> consumers.create(consumer("turning")));
        Instant soon = Instant.parse("2030-01-01T00:00:00Z");
        Instant later = Instant.parse("2031-01-01T00:00:00Z");
        write(() -> consumerKeys.add(consumerKey("turning", "a", null)));
        write(() -> consumerKeys.add(consumerKey("turning", "b", soon)));

        assertThat(write(() -> consumerKeys.expire("turning", later))).isEqualTo(1);

        assertThat(read(() -> consumerKeys.of("turning")))
                .extracting(key -> key.expiresAt)
                .containsExactlyInAnyOrder(soon, later);
    }

    @Test
    void theAuditIsAddedToAndNothingElse() {
        write(() -> audit.add(entry("consumers/a_b")).replaceWith(0));
        write(() -> audit.add(entry("consumers/axb")).replaceWith(0));

        List<AuditEntry> page = read(() -> audit.page(Long.MAX_VALUE, "consumers/a_", 10));
        assertThat(page).extracting(found -> found.subject).containsExactly("consumers/a_b");
        assertThatThrownBy(() -> write(() -> audit.delete("subject", "consumers/a_b")))
                .rootCause()
                .hasMessageContaining("can only be added to");
        assertThatThrownBy(() -> write(() -> session("update audit set operator = 'me'")))
                .rootCause()
                .hasMessageContaining("can only be added to");
    }

    private <T> T write(Supplier<Uni<T>> work) {
        return transactions.write(work).await().atMost(PATIENCE);
    }

    private <T> T read(Supplier<Uni<T>> work) {
        return transactions.read(work).await().atMost(PATIENCE);
    }

    private Uni<Integer> session(String sql) {
        return audit.getSession()
                .chain(session -> session.createNativeQuery(sql).executeUpdate());
    }

    private static AuditEntry entry(String subject) {
        AuditEntry entry = new AuditEntry();
        entry.at = Instant.parse("2030-01-01T00:00:00Z");
        entry.operator = "me";
        entry.action = "create";
        entry.subject = subject;
        return entry;
    }

    private static ConsumerKeyRow consumerKey(String consumer, String digit, Instant expiresAt) {
        ConsumerKeyRow key = new ConsumerKeyRow();
        key.sha256 = digit.repeat(64);
        key.consumer = consumer;
        key.last4 = digit.repeat(4);
        key.createdAt = Instant.parse("2029-01-01T00:00:00Z");
        key.expiresAt = expiresAt;
        return key;
    }

    private static ConsumerRow consumer(String name) {
        ConsumerRow row = new ConsumerRow();
        row.name = name;
        row.limits = new LimitSet();
        row.limits.requestsPerDay = 100L;
        return row;
    }

    private static Team team(String name) {
        Team row = new Team();
        row.name = name;
        return row;
    }

    private static Budget budget(long micros) {
        Budget budget = new Budget();
        budget.micros = micros;
        budget.period = "day";
        return budget;
    }

    private static ProviderRow provider(String name) {
        ProviderRow row = new ProviderRow();
        row.name = name;
        row.type = "openai";
        return row;
    }

    private static KeyRow key(String provider, String name) {
        KeyRow row = new KeyRow();
        row.id = new MemberId(provider, name);
        row.secret = new byte[60];
        row.last4 = "1234";
        return row;
    }

    private static PoolLimit limit(String model, long requests) {
        PoolLimit limit = new PoolLimit();
        limit.model = model;
        limit.limits.requestsPerMinute = requests;
        return limit;
    }

    private static ModelTarget target(String provider, String upstream) {
        ModelTarget target = new ModelTarget();
        target.provider = provider;
        target.upstream = upstream;
        return target;
    }
}
