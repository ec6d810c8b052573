package io.keywell.simulator;

import io.keywell.simulator.Verdict.Refused;
import org.jspecify.annotations.Nullable;

final class OpenAiErrors implements ErrorWords {

    @Override
    public ErrorAnswer noKey() {
        return Errors.NO_KEY;
    }

    @Override
    public ErrorAnswer invalidKey(String masked) {
        return Errors.invalidKey(masked.replace("...", "sk-****"));
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
        ErrorAnswer error = Errors.rateLimit(why);
        if (why.waitMillis() <= 0) {
            return error;
        }
        return error.hint("retry-after-ms", Long.toString(why.waitMillis()))
                .hint("retry-after", Long.toString((why.waitMillis() + 999) / 1_000));
    }

    @Override
    public @Nullable ErrorAnswer of(Fault fault) {
        return fault.error();
    }

    @Override
    public ErrorAnswer overloaded() {
        return Errors.OVERLOADED;
    }

    @Override
    public String json(ErrorAnswer error, Scene scene) {
        return error.json(scene.model(), scene.organization());
    }
}
