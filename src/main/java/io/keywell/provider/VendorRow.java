package io.keywell.provider;

import io.keywell.catalog.Vendor;
import io.keywell.core.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One vendor of OpenAI's dialect.
 *
 * @param vendor what configuration must know of it
 * @param paths below the base URL; an operation that is missing is not offered
 * @param rules its own failure rules, then the family's; the last one matches everything
 * @param headers its rate headers
 */
record VendorRow(Vendor vendor, Map<Operation, String> paths, List<FailureRule> rules, RateHeaders headers) {

    /** What nearly every server of this dialect offers. */
    private static final Set<Operation> COMMON =
            EnumSet.of(Operation.CHAT, Operation.COMPLETIONS, Operation.EMBEDDINGS, Operation.PASSTHROUGH);

    /** A vendor with a public address and keys. */
    static VendorRow hosted(String type, String baseUrl, String... keyVariables) {
        return of(new Vendor(type, baseUrl, List.of(keyVariables), List.of(), false));
    }

    /** A server that each installation has at its own address, with or without a key. */
    static VendorRow selfHosted(String type) {
        return of(new Vendor(type, null, List.of(), List.of(), true));
    }

    private static VendorRow of(Vendor vendor) {
        Map<Operation, String> paths = new EnumMap<>(Operation.class);
        for (Operation operation : COMMON) {
            paths.put(operation, path(operation));
        }
        return new VendorRow(vendor, Map.copyOf(paths), List.of(), RateHeaders.NONE).own(List.of());
    }

    /** Model names with these beginnings, separated by spaces, are this vendor's. */
    VendorRow models(String prefixes) {
        Vendor named = new Vendor(
                vendor.type(), vendor.baseUrl(), vendor.keyVariables(), List.of(prefixes.split(" ")), vendor.keyless());
        return new VendorRow(named, paths, rules, headers);
    }

    /** Chat, and besides it only these. */
    VendorRow offers(Operation... besidesChat) {
        Map<Operation, String> offered = new EnumMap<>(Operation.class);
        offered.put(Operation.CHAT, path(Operation.CHAT));
        offered.put(Operation.PASSTHROUGH, path(Operation.PASSTHROUGH));
        for (Operation operation : besidesChat) {
            offered.put(operation, path(operation));
        }
        return new VendorRow(vendor, Map.copyOf(offered), rules, headers);
    }

    private static String path(Operation operation) {
        return switch (operation) {
            case CHAT -> "/chat/completions";
            case COMPLETIONS -> "/completions";
            case EMBEDDINGS -> "/embeddings";
            case MODERATIONS -> "/moderations";
            case IMAGES -> "/images/generations";
            case SPEECH -> "/audio/speech";
            case TRANSCRIPTIONS -> "/audio/transcriptions";
            case RERANK -> "/rerank";
            // The caller names the path.
            case PASSTHROUGH -> "";
            case COUNT_TOKENS -> throw new IllegalArgumentException("this dialect does not count tokens");
        };
    }

    /** With these rules before the family's. */
    VendorRow own(List<FailureRule> own) {
        List<FailureRule> all = new ArrayList<>(own);
        all.addAll(FamilyRules.CODES);
        all.addAll(FamilyRules.STATUSES);
        return new VendorRow(vendor, paths, List.copyOf(all), headers);
    }

    VendorRow reports(RateHeaders newHeaders) {
        return new VendorRow(vendor, paths, rules, newHeaders);
    }

    FailureRule rule(int status, ErrorFacts facts) {
        for (FailureRule rule : rules) {
            if (rule.matches(status, facts)) {
                return rule;
            }
        }
        throw new IllegalStateException("the last rule matches everything");
    }
}
