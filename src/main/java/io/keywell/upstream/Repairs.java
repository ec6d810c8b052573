package io.keywell.upstream;

import io.keywell.catalog.Model.Target;
import io.keywell.core.Bytes;
import io.keywell.core.Failure;
import io.keywell.provider.ParameterRepair;
import io.keywell.provider.ParameterRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that a model refused and what makes a request acceptable to it, remembered so that each refusal costs one
 * attempt and no more. Forgotten with the process.
 */
final class Repairs {

    private static final int MAX_MODELS = 1_000;

    /** A model that refuses more than this is not repaired but misconfigured. */
    private static final int MAX_OF_ONE = 16;

    private final Map<ModelName, List<ParameterRepair>> known = new ConcurrentHashMap<>();

    /**
     * Remembers what the refusal calls for.
     *
     * @param sent the body that was refused
     * @return whether the same request may be accepted now
     */
    boolean learn(Target target, Failure failure, Bytes sent) {
        ParameterRepair repair = ParameterRules.repair(failure);
        if (repair == null || repair.apply(sent) == sent) {
            return false;
        }
        if (known.size() >= MAX_MODELS) {
            known.clear();
        }
        List<ParameterRepair> now = known.compute(ModelName.of(target), (name, before) -> with(before, repair));
        return now.contains(repair);
    }

    private static List<ParameterRepair> with(@Nullable List<ParameterRepair> before, ParameterRepair repair) {
        if (before == null) {
            return List.of(repair);
        }
        boolean known = before.contains(repair) || before.stream().anyMatch(repair::undoes);
        if (known || before.size() >= MAX_OF_ONE) {
            return before;
        }
        List<ParameterRepair> more = new ArrayList<>(before);
        more.add(repair);
        return List.copyOf(more);
    }

    /**
     * Does to a body what is known to be needed.
     *
     * @param quirks the vendor's, whatever the model
     * @param dropped what the body lacks already
     */
    Repaired apply(List<ParameterRepair> quirks, Target target, Bytes body, List<String> dropped) {
        Repaired usual = apply(quirks, body, dropped);
        List<ParameterRepair> repairs = known.isEmpty() ? null : known.get(ModelName.of(target));
        return repairs == null ? usual : apply(repairs, usual.bytes(), usual.dropped());
    }

    private static Repaired apply(List<ParameterRepair> repairs, Bytes body, List<String> dropped) {
        if (repairs.isEmpty()) {
            return new Repaired(body, dropped);
        }
        Bytes repaired = body;
        List<String> lost = new ArrayList<>(dropped);
        for (ParameterRepair repair : repairs) {
            Bytes next = repair.apply(repaired);
            String name = repair.lost();
            if (next != repaired && name != null && !lost.contains(name)) {
                lost.add(name);
            }
            repaired = next;
        }
        return new Repaired(repaired, lost);
    }

    /** @param dropped the caller's parameters that the bytes do not tell */
    record Repaired(Bytes bytes, List<String> dropped) {}

    private record ModelName(String provider, String model) {
        static ModelName of(Target target) {
            return new ModelName(target.provider().name(), target.upstreamModel());
        }
    }
}
