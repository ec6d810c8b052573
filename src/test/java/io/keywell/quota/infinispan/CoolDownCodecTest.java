package io.keywell.quota.infinispan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.core.Dimension;
import io.keywell.core.Failure.Source;
import io.keywell.core.FailureClass;
import io.keywell.quota.CoolDown;
import io.keywell.quota.CoolDownChange;
import io.keywell.quota.Scope;
import io.keywell.quota.infinispan.CoolDownCodec.Told;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CoolDownCodecTest {

    private static final Scope KEY = new Scope.Key("openai", "key-1");

    static Stream<CoolDownChange> changes() {
        List<Scope> scopes = List.of(
                KEY,
                new Scope.KeyModel("openai", "key-1", "gpt-4o"),
                new Scope.PoolModelDimension("openai", "org", "gpt-*", null),
                new Scope.PoolModelDimension("openai", "org", "gpt-*", Dimension.TOKENS_PER_DAY),
                new Scope.Pool("openai", "org"),
                new Scope.Billing("openai", "purse"),
                new Scope.ProviderModel("openai", "gpt-\u00e9\u4e2d"));
        return scopes.stream()
                .flatMap(scope -> Stream.of(
                        cooled(scope, Long.MAX_VALUE, 300),
                        new CoolDownChange.Recovered(scope, 7),
                        new CoolDownChange.Lifted(scope, 8)));
    }

    private static CoolDownChange.Cooled cooled(Scope scope, long until, int failures) {
        CoolDown coolDown = new CoolDown(scope, FailureClass.RATE_LONG, Source.BODY, 5, until, "rate_long (quota)");
        return new CoolDownChange.Cooled(coolDown, Math.min(failures, 255), 6);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatIsWrittenIsRead(CoolDownChange change) {
        Told told = new Told("replica-a", -17, change);

        assertThat(CoolDownCodec.read(CoolDownCodec.key(change.scope()), CoolDownCodec.value(told)))
                .isEqualTo(told);
    }

    @Test
    void everyScopeHasAKeyOfItsOwn() {
        assertThat(changes()
                        .map(CoolDownChange::scope)
                        .distinct()
                        .map(scope -> Arrays.toString(CoolDownCodec.key(scope))))
                .doesNotHaveDuplicates();
    }

    @Test
    void anEntryIsSmall() {
        assertThat(CoolDownCodec.value(new Told("keywell-7d9f-abcd", 1, cooled(KEY, 9, 1))))
                .hasSizeLessThan(100);
    }

    @Test
    void anotherVersionsEntryIsLeftAlone() {
        byte[] key = CoolDownCodec.key(KEY);
        byte[] value = CoolDownCodec.value(new Told("a", 0, new CoolDownChange.Lifted(KEY, 1)));
        value[0] = 2;

        assertThat(CoolDownCodec.read(key, value)).isNull();
    }

    @Test
    void halfAnEntryIsNoEntry() {
        byte[] key = CoolDownCodec.key(KEY);
        byte[] value = CoolDownCodec.value(new Told("a", 0, cooled(KEY, 9, 1)));
        for (int length = 0; length < value.length; length++) {
            byte[] half = Arrays.copyOf(value, length);
            assertThatThrownBy(() -> CoolDownCodec.read(key, half)).isInstanceOf(RuntimeException.class);
        }
    }
}
