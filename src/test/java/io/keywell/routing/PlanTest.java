package io.keywell.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Key;
import io.keywell.catalog.Model;
import io.keywell.catalog.Model.Target;
import io.keywell.core.Exchange.Fallback;
import io.keywell.routing.Plan.Draw;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    private static final int DRAWS = 4_000;

    private final ChosenConditions now = new ChosenConditions(4_711);

    private static Plan plan(Fallback fallback, Target... targets) {
        return new Plan(Places.model(targets), fallback, target -> true);
    }

    private static Plan plan(Target... targets) {
        return plan(Fallback.PROVIDERS, targets);
    }

    private Draw take(Plan plan) {
        return plan.draw(now, null, candidate -> 0);
    }

    private String name(Draw draw) {
        return draw.candidate() == null ? "nothing" : draw.candidate().key().name();
    }

    /** The names of the keys in the order in which they were offered while nobody took any. */
    private List<String> offered(Plan plan, String only) {
        List<String> names = new ArrayList<>();
        plan.draw(now, only, candidate -> {
            names.add(candidate.key().name());
            return 9_000;
        });
        return names;
    }

    @Test
    void theLowestTierComesFirstAndTheNextOnlyWhenItHasNothing() {
        Target second = Places.target("bolt", 1, Places.pool("bolt", "p2", Places.key("b")));
        Target first = Places.target("acme", 0, Places.pool("acme", "p1", Places.key("a")));
        Plan plan = plan(second, first);
        assertThat(name(take(plan))).isEqualTo("a");
        now.block("a", 5_000);
        assertThat(name(take(plan))).isEqualTo("b");
        assertThat(offered(plan, null)).containsExactly("b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6, 9, 12, 30})
    void everyPlaceOfATierIsOfferedExactlyOnce(int pools) {
        Target target = Places.targetWithPools("acme", 0, pools);
        for (int i = 0; i < 50; i++) {
            List<String> offered = offered(plan(target), null);
            assertThat(offered).hasSize(pools).doesNotHaveDuplicates();
        }
    }

    @Test
    void theBetterOfTwoPoolsIsAlwaysChosen() {
        Plan plan = plan(Places.targetWithPools("acme", 0, 2));
        now.headroom("p0", 0.2);
        now.headroom("p1", 0.9);
        for (int i = 0; i < 100; i++) {
            assertThat(name(take(plan))).isEqualTo("k1");
        }
    }

    /** Ten pools, each with something used. */
    private Target tenPools(double headroom) {
        for (int i = 0; i < 10; i++) {
            now.headroom("p" + i, headroom);
        }
        return Places.targetWithPools("acme", 0, 10);
    }

    private Set<String> poolsOf(int conversation, Target... targets) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            names.add(name(take(new Plan(Places.model(targets), Fallback.PROVIDERS, target -> true, conversation))));
        }
        return names;
    }

    @Test
    void aConversationStaysWithItsPoolAndDifferentOnesAreSpread() {
        Target target = tenPools(0.9);
        now.headroom("p3", 0.3);
        Set<String> homes = new HashSet<>();
        for (int conversation = 1; conversation <= 100; conversation++) {
            Set<String> pools = poolsOf(conversation, target);
            assertThat(pools).hasSize(1);
            homes.addAll(pools);
        }
        assertThat(homes).hasSize(10);
    }

    @Test
    void aConversationLeavesAPoolThatRunsLow() {
        Target target = tenPools(0.9);
        now.headroom("p3", 0.2);
        assertThat(poolsOf(13, target)).doesNotContain("k3").hasSizeGreaterThan(3);
    }

    @Test
    void aConversationWhoseKeyIsBlockedGoesElsewhereAndComesBack() {
        Target target = tenPools(0.9);
        now.block("k3", 5_000);
        assertThat(poolsOf(13, target)).doesNotContain("k3");
        now.block("k3", 0);
        assertThat(poolsOf(13, target)).containsExactly("k3");
    }

    @Test
    void poolsWithoutAnyLimitShareConversationsLikeAllElse() {
        assertThat(poolsOf(13, Places.targetWithPools("acme", 0, 10))).hasSizeGreaterThan(5);
    }

    @Test
    void aConversationDoesNotOutweighTheWeightOfATarget() {
        now.headroom("p1", 0.9);
        now.headroom("p2", 0.9);
        Target light = Places.target("acme", 0, Places.pool("acme", "p1", Places.key("light")));
        Target heavy = new Target(
                Places.target("bolt", 0, Places.pool("bolt", "p2", Places.key("heavy")))
                        .provider(),
                "large",
                0,
                9);
        assertThat(poolsOf(1, light, heavy)).containsExactly("heavy");
        assertThat(poolsOf(2, light, heavy)).containsExactly("heavy");
    }

    /** Two random contenders: the best of ten wins in 1/5, the worst never; nobody else gets everything. */
    @Test
    void ofManyPoolsTheBetterOnesGetMoreAndTheWorstNothing() {
        Plan plan = plan(Places.targetWithPools("acme", 0, 10));
        int[] drawn = new int[10];
        for (int i = 0; i < 10; i++) {
            now.headroom("p" + i, (i + 1) / 10.0);
        }
        for (int i = 0; i < DRAWS; i++) {
            drawn[Integer.parseInt(name(take(plan)).substring(1))]++;
        }
        assertThat(drawn[0]).isZero();
        assertThat(drawn[9]).isBetween(DRAWS / 7, DRAWS * 2 / 7);
        assertThat(drawn[9]).isGreaterThan(drawn[4]);
        assertThat(drawn[4]).isGreaterThan(drawn[1]);
    }

    @Test
    void equalPoolsAreDrawnEqually() {
        Plan plan = plan(Places.targetWithPools("acme", 0, 4));
        int[] drawn = new int[4];
        for (int i = 0; i < DRAWS; i++) {
            drawn[Integer.parseInt(name(take(plan)).substring(1))]++;
        }
        for (int times : drawn) {
            assertThat(times).isBetween(DRAWS / 5, DRAWS * 3 / 10);
        }
    }

    @Test
    void keysOfAPoolAreDrawnByTheirWeight() {
        Key heavy = Places.key("heavy", 3);
        Plan plan = plan(Places.target("acme", 0, Places.pool("acme", "p", Places.key("light", 1), heavy)));
        int heavyDrawn = 0;
        for (int i = 0; i < DRAWS; i++) {
            heavyDrawn += name(take(plan)).equals("heavy") ? 1 : 0;
        }
        assertThat(heavyDrawn).isBetween(DRAWS * 70 / 100, DRAWS * 80 / 100);
    }

    @Test
    void aCooledKeyIsSkippedForAnotherOfItsPool() {
        Plan plan = plan(Places.target("acme", 0, Places.pool("acme", "p", Places.key("a"), Places.key("b"))));
        now.block("a", 5_000);
        for (int i = 0; i < 50; i++) {
            assertThat(name(take(plan))).isEqualTo("b");
        }
    }

    @Test
    void theSoonestEndOfEverythingThatBlocksIsReportedOverAllTiers() {
        Target acme = Places.target("acme", 0, Places.pool("acme", "p1", Places.key("a"), Places.key("b")));
        Target bolt = Places.target("bolt", 1, Places.pool("bolt", "p2", Places.key("c")));
        Plan plan = plan(acme, bolt);
        now.block("a", 7_000);
        now.block("b", 6_000);
        now.block("c", 8_000);
        assertThat(take(plan)).isEqualTo(new Draw(null, 6_000));
        now.block("c", 0);
        Draw denied = plan.draw(now, null, candidate -> 5_500);
        assertThat(denied).isEqualTo(new Draw(null, 5_500));
    }

    @Test
    void whereNothingCanEverBeTakenTheNextChanceIsNever() {
        Key expired = Places.keyUntil("old", ChosenConditions.NOW);
        Key draining = Places.keyIn("draining", Key.State.DRAINING);
        Key disabled = Places.keyIn("disabled", Key.State.DISABLED);
        Plan plan = plan(Places.target("acme", 0, Places.pool("acme", "p", expired, draining, disabled)));
        assertThat(take(plan)).isEqualTo(new Draw(null, Long.MAX_VALUE));
        Key stillGood = Places.keyUntil("young", ChosenConditions.NOW + 1);
        assertThat(name(take(plan(Places.target("acme", 0, Places.pool("acme", "p", expired, stillGood))))))
                .isEqualTo("young");
    }

    @Test
    void aKeyIsDrawnOnlyForTheModelsItIsFor() {
        Key other = Places.keyFor("other", "gpt-4o*");
        Key fits = Places.keyFor("fits", "large*");
        Plan plan = plan(Places.target("acme", 0, Places.pool("acme", "p", other, fits)));
        for (int i = 0; i < 50; i++) {
            assertThat(name(take(plan))).isEqualTo("fits");
        }
    }

    @Test
    void oneProviderAloneIsDrawnFromWhenAsked() {
        Target acme = Places.target("acme", 0, Places.pool("acme", "p1", Places.key("a")));
        Target bolt = Places.target("bolt", 0, Places.pool("bolt", "p2", Places.key("b")));
        assertThat(offered(plan(acme, bolt), "bolt")).containsExactly("b");
        assertThat(offered(plan(acme, bolt), null)).containsExactlyInAnyOrder("a", "b");
        assertThat(offered(plan(acme, bolt), "nobody")).isEmpty();
    }

    @Test
    void whatWasSpentIsNotDrawnAgainAndTheRestIs() {
        Plan plan = plan(Places.targetWithPools("acme", 0, 5));
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            Draw draw = take(plan);
            assertThat(drawn.add(name(draw))).isTrue();
            plan.spend(draw.candidate());
        }
        assertThat(take(plan)).isEqualTo(new Draw(null, Long.MAX_VALUE));
        assertThat(plan.secondChance()).isFalse();
    }

    @Test
    void whatBrokeGetsOneSecondChance() {
        Plan plan = plan(Places.target("acme", 0, Places.pool("acme", "p", Places.key("a"), Places.key("b"))));
        plan.setAside(take(plan).candidate());
        plan.setAside(take(plan).candidate());
        assertThat(take(plan).candidate()).isNull();
        assertThat(plan.secondChance()).isTrue();
        plan.setAside(take(plan).candidate());
        plan.setAside(take(plan).candidate());
        assertThat(take(plan).candidate()).isNull();
        assertThat(plan.secondChance()).isFalse();
    }

    @Test
    void withoutFallbackTheRequestStaysWithItsFirstTarget() {
        Target acme = Places.target("acme", 0, Places.pool("acme", "p1", Places.key("a")));
        Target bolt = Places.target("bolt", 1, Places.pool("bolt", "p2", Places.key("b")));
        Plan plan = plan(Fallback.NONE, acme, bolt);
        assertThat(plan.mayMove()).isFalse();
        assertThat(offered(plan, null)).containsExactly("a");
        assertThat(plan.allows(bolt)).isFalse();
    }

    @Test
    void withFallbackToKeysTheRequestStaysWithItsFirstProvider() {
        Target acme = Places.target("acme", 0, Places.pool("acme", "p1", Places.key("a")));
        Target older = new Target(acme.provider(), "older", 1, 1);
        Target bolt = Places.target("bolt", 2, Places.pool("bolt", "p2", Places.key("b")));
        Plan plan = plan(Fallback.KEYS, acme, older, bolt);
        assertThat(plan.mayMove()).isTrue();
        assertThat(offered(plan, null)).containsExactly("a", "a");
        assertThat(plan.allows(older)).isTrue();
        assertThat(plan.allows(bolt)).isFalse();
    }

    @Test
    void aTargetThatCannotServeTheRequestIsLeftOut() {
        Target acme = Places.target("acme", 0, Places.pool("acme", "p1", Places.key("a")));
        Target bolt = Places.target("bolt", 1, Places.pool("bolt", "p2", Places.key("b")));
        Model model = Places.model(acme, bolt);
        Plan plan = new Plan(model, Fallback.PROVIDERS, target -> target == bolt);
        assertThat(offered(plan, null)).containsExactly("b");
    }

    @Test
    void theWeightOfATargetTipsTheScalesBetweenEqualPools() {
        Target light = Places.target("acme", 0, Places.pool("acme", "p1", Places.key("a")));
        Target heavy = new Target(
                Places.target("bolt", 0, Places.pool("bolt", "p2", Places.key("b")))
                        .provider(),
                "large",
                0,
                2);
        for (int i = 0; i < 50; i++) {
            assertThat(name(take(plan(light, heavy)))).isEqualTo("b");
        }
    }

    private static Target manyKeys(int keys, int heavy) {
        Key[] all = IntStream.range(0, keys)
                .mapToObj(i -> Places.key("k" + i, i < heavy ? 3 : 1))
                .toArray(Key[]::new);
        return Places.target("acme", 0, Places.pool("acme", "p", all));
    }

    @Test
    void ofTenThousandKeysAFewAreLookedAt() {
        Target target = manyKeys(10_000, 0);
        IntStream.range(0, 9_000).forEach(i -> now.block("k" + i, 5_000));
        for (int i = 0; i < 100; i++) {
            assertThat(Integer.parseInt(name(take(plan(target))).substring(1))).isGreaterThanOrEqualTo(9_000);
        }
        assertThat(now.looks()).isLessThan(100 * 64);
    }

    @Test
    void ofManyKeysTheHeavyOnesGetTheirShareAndBlockedOnesNothing() {
        Target target = manyKeys(100, 50);
        IntStream.range(0, 25).forEach(i -> now.block("k" + i, 5_000));
        int heavy = 0;
        for (int i = 0; i < DRAWS; i++) {
            int key = Integer.parseInt(name(take(plan(target))).substring(1));
            assertThat(key).isGreaterThanOrEqualTo(25);
            heavy += key < 50 ? 1 : 0;
        }
        // 25 keys of weight 3 beside 50 of weight 1.
        assertThat(heavy).isBetween(DRAWS * 11 / 20, DRAWS * 13 / 20);
    }

    @Test
    void theLastFreeKeyOfVeryManyIsFound() {
        Target target = manyKeys(10_000, 0);
        IntStream.range(0, 9_999).forEach(i -> now.block("k" + i, 5_000));
        assertThat(name(take(plan(target)))).isEqualTo("k9999");
        now.block("k9999", 4_000);
        assertThat(take(plan(target))).isEqualTo(new Draw(null, 4_000));
    }

    @Test
    void aBlockedPoolIsPassedWithoutALookAtItsKeys() {
        Target target = manyKeys(10_000, 0);
        now.blockPool("p", 5_000);
        assertThat(take(plan(target))).isEqualTo(new Draw(null, 5_000));
        assertThat(now.looks()).isZero();
    }
}
