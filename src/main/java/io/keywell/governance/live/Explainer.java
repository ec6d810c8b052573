package io.keywell.governance.live;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.Key;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Model;
import io.keywell.catalog.Model.Place;
import io.keywell.core.Clock;
import io.keywell.core.Level;
import io.keywell.core.QuotaKey;
import io.keywell.governance.live.Explanation.CandidateView;
import io.keywell.governance.live.Explanation.Question;
import io.keywell.governance.live.Explanation.Reason;
import io.keywell.quota.CoolDown;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.Subject;
import io.keywell.routing.Conditions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says where a request would go and why not elsewhere, from the same views that plans are drawn from. Takes nothing: it
 * only asks what could be granted.
 */
@Singleton
public final class Explainer {

    private final CatalogRef catalog;
    private final QuotaStore store;
    private final CoolDowns coolDowns;
    private final Conditions conditions;
    private final Clock clock;

    Explainer(CatalogRef catalog, QuotaStore store, CoolDowns coolDowns, Conditions conditions, Clock clock) {
        this.catalog = catalog;
        this.store = store;
        this.coolDowns = coolDowns;
        this.conditions = conditions;
        this.clock = clock;
    }

    public Explanation explain(Question question) {
        Catalog now = catalog.current();
        Model model = now.resolve(question.model());
        List<Reason> reasons = new ArrayList<>();
        consumer(question, now, model, reasons);
        boolean admitted = reasons.isEmpty();
        List<CandidateView> candidates = model == null ? List.of() : candidates(question, model);
        if (admitted && candidates.stream().noneMatch(CandidateView::eligible)) {
            reasons.add(new Reason("no-candidate", null, "no key can take it now"));
        }
        return new Explanation(
                Instant.ofEpochMilli(conditions.nowMillis()),
                question.model(),
                question.consumer(),
                question.inputTokens(),
                question.outputTokens(),
                admitted,
                reasons,
                candidates);
    }

    private void consumer(Question question, Catalog now, @Nullable Model model, List<Reason> reasons) {
        if (model == null) {
            reasons.add(new Reason("model-unknown", null, "no such model, or a draft"));
        } else if (model.state(clock) == Model.State.RETIRED) {
            reasons.add(new Reason("model-retired", null, "the model was retired"));
        }
        if (question.consumer() == null) {
            return;
        }
        Consumer consumer = find(now, question.consumer());
        if (consumer == null) {
            reasons.add(new Reason("consumer-unknown", null, "no such consumer, or one without a key"));
            return;
        }
        if (model != null && !consumer.mayUse(model.name())) {
            reasons.add(new Reason("model-not-allowed", null, "the consumer may not use the model"));
        }
        if (!consumer.limits().isEmpty()) {
            limit(consumer.account(), consumer.limits(), need(question), reasons);
        }
    }

    private static @Nullable Consumer find(Catalog now, String name) {
        if (now.anonymous().consumer().name().equals(name)) {
            return now.anonymous().consumer();
        }
        return now.consumers().stream()
                .filter(consumer -> consumer.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Need need(Question question) {
        return new Need(question.inputTokens(), question.outputTokens(), false);
    }

    private List<CandidateView> candidates(Question question, Model model) {
        List<CandidateView> candidates = new ArrayList<>();
        for (Place place : model.places()) {
            List<Reason> quota = new ArrayList<>();
            limit(place.rule().account(), place.rule().limits(), need(question), quota);
            for (Key key : place.pool().keys()) {
                List<Reason> reasons = new ArrayList<>(key(place, key));
                reasons.addAll(quota);
                candidates.add(view(place, key, reasons));
            }
        }
        return candidates;
    }

    private CandidateView view(Place place, Key key, List<Reason> reasons) {
        double score = conditions.headroom(place.rule()) * place.target().weight();
        return new CandidateView(
                place.pool().provider(),
                place.target().upstreamModel(),
                place.pool().name(),
                key.name(),
                place.target().tier(),
                place.target().weight(),
                Math.round(score * 1_000) / 1_000.0,
                reasons.isEmpty(),
                reasons);
    }

    private List<Reason> key(Place place, Key key) {
        List<Reason> reasons = new ArrayList<>();
        String upstream = place.target().upstreamModel();
        long now = conditions.nowMillis();
        if (key.state() != Key.State.ACTIVE) {
            reasons.add(new Reason("key-" + Scopes.word(key.state()), null, "the key is " + Scopes.word(key.state())));
        } else if (now >= key.expiresAtMillis()) {
            reasons.add(new Reason("key-expired", null, "the key has expired"));
        } else if (!key.usableFor(upstream, now)) {
            reasons.add(new Reason("key-not-for-model", null, "the key is not meant for " + upstream));
        }
        List<CoolDown> covering = coolDowns.covering(new Subject(
                place.pool().provider(),
                place.pool().name(),
                place.pool().billing(),
                key.name(),
                upstream,
                place.rule().models().pattern()));
        covering.forEach(coolDown -> reasons.add(cooling(coolDown)));
        long blocked = conditions.blockedUntil(place.target(), place.pool(), key, place.rule());
        if (blocked > now && covering.isEmpty()) {
            reasons.add(new Reason("resting", instant(blocked), "the target failed and rests, or a probe is out"));
        }
        return reasons;
    }

    private static Reason cooling(CoolDown coolDown) {
        String text = "cooling: " + coolDown.text() + ", " + Scopes.words(coolDown.scope());
        return new Reason("cooling", instant(coolDown.untilMillis()), text);
    }

    /** Why the account would not grant it now; nothing is added when it would. */
    private void limit(QuotaKey name, Limits limits, Need need, List<Reason> reasons) {
        QuotaAccount account = store.account(name, limits);
        if (account.grantable(need, conditions.nowMillis(), 1) > 0) {
            return;
        }
        for (Level level : account.levels()) {
            long amount = level.dimension().amount(need.input(), need.output());
            if (amount > level.limit()) {
                String text = "%d %s are more than the whole limit of %d"
                        .formatted(amount, level.dimension().key(), level.limit());
                reasons.add(new Reason("too-big", null, text));
            } else if (amount > level.left()) {
                String text = "%d of %d %s are left in %s"
                        .formatted(
                                level.left(), level.limit(), level.dimension().key(), Explanation.words(name));
                reasons.add(new Reason("used-up", instant(level.resetAtMillis()), text));
            }
        }
        if (reasons.isEmpty()) {
            reasons.add(new Reason("used-up", null, "nothing can be granted at present in " + Explanation.words(name)));
        }
    }

    private static @Nullable Instant instant(long millis) {
        return millis == Long.MAX_VALUE || millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}
