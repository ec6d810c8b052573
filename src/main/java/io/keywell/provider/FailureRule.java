package io.keywell.provider;

import io.keywell.core.Dimension;
import io.keywell.core.Failure.Scope;
import io.keywell.core.FailureClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a vendor's failure table. It matches an answer with its status that has one of its labels and says one of
 * its fragments; an empty list asks for nothing. The first rule that matches decides.
 *
 * @param status an HTTP status; one digit for a hundred of them (5 = 500 to 599); 0 = any
 * @param labels codes, types, states or reasons, lower case
 * @param fragments of the error's text, lower case; one that begins with {@code ^} must begin the message
 * @param type what it means
 * @param lasts how long it lasts
 * @param dimension what is exhausted, when the text need not say it
 */
record FailureRule(
        int status,
        List<String> labels,
        List<String> fragments,
        FailureClass type,
        Wait lasts,
        Scope scope,
        @Nullable Dimension dimension) {

    static FailureRule on(int status, FailureClass type) {
        return new FailureRule(status, List.of(), List.of(), type, Wait.usual(type), Scope.USUAL, null);
    }

    static FailureRule any(FailureClass type) {
        return on(0, type);
    }

    FailureRule label(String... oneOf) {
        return new FailureRule(status, List.of(oneOf), fragments, type, lasts, scope, dimension);
    }

    FailureRule text(String... oneOf) {
        return new FailureRule(status, labels, List.of(oneOf), type, lasts, scope, dimension);
    }

    FailureRule lasts(Wait newWait) {
        return new FailureRule(status, labels, fragments, type, newWait, scope, dimension);
    }

    FailureRule covers(Scope newScope) {
        return new FailureRule(status, labels, fragments, type, lasts, newScope, dimension);
    }

    FailureRule of(Dimension newDimension) {
        return new FailureRule(status, labels, fragments, type, lasts, scope, newDimension);
    }

    boolean matches(int answerStatus, ErrorFacts facts) {
        return (status == 0 || status == answerStatus || status == answerStatus / 100)
                && (labels.isEmpty() || labels.stream().anyMatch(facts::has))
                && (fragments.isEmpty() || fragments.stream().anyMatch(facts::says));
    }
}
