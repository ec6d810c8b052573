package io.keywell.admission;

import io.keywell.admission.Admitted.Decided;
import io.keywell.catalog.Allowance;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.Model;
import io.keywell.catalog.Price;
import io.keywell.quota.Decision;
import io.keywell.quota.Decision.Denied;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.QuotaStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request from several allowances, one after another: from all or from none. For one request; its steps never
 * overlap, though each may be on another thread.
 */
final class Taking {

    private final QuotaStore store;
    private final Consumer consumer;
    private final Model model;
    private final Need need;
    private final @Nullable QuotaAccount own;
    private final List<Permit> tokens = new ArrayList<>(2);
    private final List<Permit> money = new ArrayList<>(2);
    private @Nullable Need cost;
    private int next;

    Taking(QuotaStore store, Consumer consumer, Model model, Need need) {
        this.store = store;
        this.consumer = consumer;
        this.model = model;
        this.need = need;
        this.own = consumer.limits().isEmpty() ? null : store.account(consumer.account(), consumer.limits());
    }

    Admitted take() {
        while (next < consumer.allowances().size()) {
            Allowance from = consumer.allowances().get(next++);
            QuotaAccount account = store.account(from.account(), from.limits());
            Need taken = from.budget() == null ? need : cost();
            Decision decision = account.tryAcquire(taken);
            if (decision instanceof Denied denied && denied.reason() == Decision.Reason.ASKING) {
                return new Admitted.Asking(account.acquire(taken).thenCompose(told -> {
                    Admitted.Refused refused = took(from, account, told);
                    Admitted after = refused == null ? take() : refused;
                    return after instanceof Admitted.Asking asking
                            ? asking.answer()
                            : CompletableFuture.completedFuture((Decided) after);
                }));
            }
            Admitted.Refused refused = took(from, account, decision);
            if (refused != null) {
                return refused;
            }
        }
        return new Admitted.Allowed(consumer, model, need, own, new JointPermit(tokens, money));
    }

    /** Null when it was granted; otherwise what was taken before is given back. */
    private Admitted.@Nullable Refused took(Allowance from, QuotaAccount account, Decision decision) {
        if (decision instanceof Denied denied) {
            new JointPermit(tokens, money).release();
            boolean theirs = account.key().equals(consumer.account());
            return new Admitted.Refused(consumer, model, theirs ? account : null, Denials.tell(denied, from));
        }
        (from.budget() == null ? tokens : money).add((Permit) decision);
        return null;
    }

    /** What the request may cost where it is dearest; nothing when no target has a known price. */
    private Need cost() {
        if (cost == null) {
            long input = 0;
            long output = 0;
            for (Model.Target target : model.targets()) {
                Price price = target.price();
                if (price != null) {
                    long in = price.ofInput(need.input());
                    long out = price.ofOutput(need.output());
                    boolean dearer = in + out > input + output;
                    input = dearer ? in : input;
                    output = dearer ? out : output;
                }
            }
            cost = new Need(input, output, need.capped());
        }
        return cost;
    }
}
