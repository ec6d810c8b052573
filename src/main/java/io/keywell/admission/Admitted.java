package io.keywell.admission;

import io.keywell.catalog.Consumer;
import io.keywell.catalog.Model;
import io.keywell.core.GatewayError;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What came of asking for admission. */
public sealed interface Admitted {

    /** The limits that the caller shares over all replicas are being asked; it takes a round trip, once in a while. */
    record Asking(CompletionStage<Decided> answer) implements Admitted {}

    /** The last word. */
    sealed interface Decided extends Admitted {

        /** Null only for a caller that nobody knows. */
        @Nullable
        Consumer consumer();
    }

    /**
     * @param need what the request takes of the caller's allowance and of a pool
     * @param account the caller's own, null when it has no limits
     * @param permit of that account; whoever settles the call ends it
     */
    record Allowed(Consumer consumer, Model model, Need need, @Nullable QuotaAccount account, @Nullable Permit permit)
            implements Decided {}

    /**
     * @param model null when it is not known, or the caller is not
     * @param account the caller's own when that is what refused, else null
     */
    record Refused(
            @Nullable Consumer consumer, @Nullable Model model, @Nullable QuotaAccount account, GatewayError error)
            implements Decided {}
}
