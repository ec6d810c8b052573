package io.keywell.simulator;

import io.keywell.simulator.Verdict.Refused;
import org.jspecify.annotations.Nullable;

/** The errors of a vendor that speaks OpenAI's dialect: OpenAI's in its own frame, but for those that its row has. */
final class CompatibleErrors implements ErrorWords {

    private final CompatibleRow row;

    CompatibleErrors(CompatibleRow row) {
        this.row = row;
    }

    @Override
    public ErrorAnswer noKey() {
        return row.errors().getOrDefault(Fault.INVALID_KEY, Errors.NO_KEY);
    }

    @Override
    public ErrorAnswer invalidKey(String masked) {
        ErrorAnswer own = row.errors().get(Fault.INVALID_KEY);
        return own != null ? own : Errors.invalidKey(masked.replace("...", "sk-****"));
    }

    @Override
    public ErrorAnswer notJson() {
        return Errors.NOT_JSON;
    }

    @Override
    public ErrorAnswer tooLarge() {
        return Errors.TOO_LARGE;
    }

    @Override
    public ErrorAnswer unknownPath(String method, String path) {
        return Errors.unknownPath(method, path);
    }

    @Override
    public ErrorAnswer rateLimit(Refused why) {
        if (why.waitMillis() == Refused.NEVER) {
            ErrorAnswer own = row.errors().get(Fault.REQUEST_TOO_LARGE);
            return own != null ? own : Errors.neverFits(why);
        }
        ErrorAnswer told = row.refusal().filled(text -> Blanks.ofRefusal(text, why));
        return why.waitMillis() > 0 ? told : told.withoutHints();
    }

    @Override
    public @Nullable ErrorAnswer of(Fault fault) {
        ErrorAnswer own = row.errors().get(fault);
        return own != null ? own : fault.error();
    }

    @Override
    public ErrorAnswer overloaded() {
        return row.errors().getOrDefault(Fault.OVERLOADED, Errors.OVERLOADED);
    }

    @Override
    public String json(ErrorAnswer error, Scene scene) {
        return Blanks.frame(row.frame(), error, scene);
    }
}
