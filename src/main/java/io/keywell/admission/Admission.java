package io.keywell.admission;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.Model;
import io.keywell.core.Clock;
import io.keywell.core.Exchange;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import io.keywell.quota.Decision;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.QuotaStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who calls, may it use this model, does its own allowance permit it. */
public final class Admission {

    /** When to try again while rows are not read yet: the database is looked for twice a second. */
    private static final long ROWS_MILLIS = 2_000;

    private final QuotaStore store;
    private final InputEstimates inputs;
    private final OutputEstimates outputs;
    private final InputCounter counter;
    private final Clock clock;

    public Admission(
            QuotaStore store, InputEstimates inputs, OutputEstimates outputs, InputCounter counter, Clock clock) {
        this.store = store;
        this.inputs = inputs;
        this.outputs = outputs;
        this.counter = counter;
        this.clock = clock;
    }

    /** Takes the caller's own permit when everything allows the request. Returns at once. */
    public Admitted admit(Exchange exchange, Catalog catalog) {
        Consumer consumer = consumer(exchange.credential(), exchange.loopback(), catalog);
        if (consumer == null) {
            return new Admitted.Refused(null, null, null, unknownCaller(exchange.credential(), catalog, clock));
        }
        Model model = exchange.operation() == Operation.PASSTHROUGH
                ? catalog.passthrough(exchange.model())
                : catalog.resolve(exchange.model());
        if (model == null) {
            return new Admitted.Refused(consumer, null, null, unknownModel(exchange.model(), catalog, clock));
        }
        if (!consumer.mayUse(model.name())) {
            return new Admitted.Refused(
                    consumer,
                    model,
                    null,
                    GatewayError.of(
                            Kind.MODEL_NOT_ALLOWED, "This key may not use the model '" + exchange.model() + "'."));
        }
        if (model.state(clock) == Model.State.RETIRED) {
            return new Admitted.Refused(consumer, model, null, retired(model));
        }
        Need need = need(exchange, consumer, model);
        return Sizes.couldFit(need, consumer, model)
                ? allow(consumer, model, need)
                : counted(exchange, consumer, model, need);
    }

    /** A request that is refused for its size is not refused for a guess, where there is a better way to know. */
    private Admitted counted(Exchange exchange, Consumer consumer, Model model, Need guessed) {
        Need answerAlone = new Need(0, guessed.output(), guessed.capped());
        CompletionStage<Long> exact =
                Sizes.couldFit(answerAlone, consumer, model) ? counter.count(exchange, model) : null;
        if (exact == null) {
            return allow(consumer, model, guessed);
        }
        return new Admitted.Asking(exact.thenCompose(input -> {
            Admitted last = allow(consumer, model, new Need(input, guessed.output(), guessed.capped()));
            return last instanceof Admitted.Asking asking
                    ? asking.answer()
                    : CompletableFuture.completedFuture((Admitted.Decided) last);
        }));
    }

    /** Who presents this credential; null when nobody is known by it. */
    public @Nullable Consumer consumer(@Nullable Secret credential, boolean loopback, Catalog catalog) {
        return credential == null ? catalog.anonymous().consumerFor(loopback) : catalog.consumer(credential);
    }

    /** What a caller is told whom nobody knows. */
    public static GatewayError unknownCaller(@Nullable Secret credential, Catalog catalog, Clock clock) {
        if (credential == null) {
            return GatewayError.of(Kind.INVALID_API_KEY, "No API key was sent: use 'Authorization: Bearer <key>'.");
        }
        return catalog.isWhole()
                ? GatewayError.of(Kind.INVALID_API_KEY, "The API key is not known to this gateway.")
                : notReadYet("callers", clock);
    }

    /** What a caller is told of a model that nobody knows. */
    public static GatewayError unknownModel(String name, Catalog catalog, Clock clock) {
        return catalog.isWhole()
                ? GatewayError.of(Kind.MODEL_NOT_FOUND, "The model '" + name + "' does not exist.")
                : notReadYet("models", clock);
    }

    /** Not a refusal for good: a client that is told that its key is wrong stops. */
    private static GatewayError notReadYet(String what, Clock clock) {
        String message = "The gateway has not read its " + what + " from the database yet; try again.";
        return GatewayError.of(Kind.GATEWAY_OVERLOADED, message).retryAt(clock.epochMillis() + ROWS_MILLIS);
    }

    /** What a caller is told of a model that is no more. */
    public static GatewayError retired(Model model) {
        String successor = model.lifecycle().successor();
        String instead = successor == null ? "" : " Use '" + successor + "' instead.";
        return GatewayError.of(Kind.MODEL_RETIRED, "The model '" + model.name() + "' was retired." + instead);
    }

    private Admitted allow(Consumer consumer, Model model, Need need) {
        List<Allowance> allowances = consumer.allowances();
        if (allowances.isEmpty()) {
            return new Admitted.Allowed(consumer, model, need, null, null);
        }
        Allowance first = allowances.get(0);
        return allowances.size() == 1 && !first.shared() && first.budget() == null
                ? allow(consumer, model, need, first)
                : new Taking(store, consumer, model, need).take();
    }

    /** The usual case: limits of its own and nothing else. */
    private Admitted allow(Consumer consumer, Model model, Need need, Allowance own) {
        QuotaAccount account = store.account(own.account(), own.limits());
        Decision decision = account.tryAcquire(need);
        if (decision instanceof Decision.Denied denied && denied.reason() == Decision.Reason.ASKING) {
            return new Admitted.Asking(
                    account.acquire(need).thenApply(told -> decided(consumer, model, need, account, own, told)));
        }
        return decided(consumer, model, need, account, own, decision);
    }

    private static Admitted.Decided decided(
            Consumer consumer, Model model, Need need, QuotaAccount account, Allowance own, Decision decision) {
        return decision instanceof Decision.Denied denied
                ? new Admitted.Refused(consumer, model, account, Denials.tell(denied, own))
                : new Admitted.Allowed(consumer, model, need, account, (Permit) decision);
    }

    private Need need(Exchange exchange, Consumer consumer, Model model) {
        long asked = exchange.facts().maxOutputTokens();
        Operation operation = exchange.operation();
        long output = asked >= 0 ? asked : operation.generates() ? outputs.of(model) : 0;
        // Counting tokens uses none.
        long input = operation == Operation.COUNT_TOKENS ? 0 : input(exchange, consumer, model);
        return new Need(input, output, asked < 0);
    }

    /** By the model's own vocabulary where it is known and that matters, else the guess, corrected by what was reported. */
    private long input(Exchange exchange, Consumer consumer, Model model) {
        long guess = exchange.facts().inputTokens();
        long counted = Sizes.matters(guess, consumer, model) ? counter.sample(exchange, model) : -1;
        return counted < 0 ? inputs.of(model, guess) : counted;
    }
}
