package io.keywell.provider;

import io.keywell.catalog.Vendor;
import io.keywell.core.Operation;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One vendor.
 *
 * @param vendor what configuration must know of it
 * @param paths of OpenAI's dialect, below the base URL; an operation that is missing is not offered in it
 * @param quirks what it wants changed in the bodies of its dialect
 * @param answers what its answers mean
 * @param speaker makes its adapter; OpenAI's dialect unless the row names another one
 */
record VendorRow(
        Vendor vendor,
        Map<Operation, String> paths,
        List<ParameterRepair> quirks,
        AnswerRules answers,
        Function<VendorRow, ProviderAdapter> speaker) {

    /** What nearly every server of this dialect offers. */
    private static final Set<Operation> COMMON =
            EnumSet.of(Operation.CHAT, Operation.COMPLETIONS, Operation.EMBEDDINGS, Operation.PASSTHROUGH);

    /** A vendor with a public address and keys. */
    static VendorRow hosted(String type, String baseUrl, String... keyVariables) {
        return of(new Vendor(type, baseUrl, List.of(keyVariables), List.of(), false));
    }

    /** A vendor with keys, whose address is each customer's own. */
    static VendorRow perCustomer(String type, String... keyVariables) {
        return of(new Vendor(type, null, List.of(keyVariables), List.of(), false));
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
        AnswerRules answers = AnswerRules.of(List.of(), RateHeaders.NONE);
        return new VendorRow(vendor, Map.copyOf(paths), List.of(), answers, OpenAiCompatibleAdapter::new);
    }

    /** Model names with these beginnings, separated by spaces, are this vendor's. */
    VendorRow models(String prefixes) {
        Vendor named = new Vendor(
                vendor.type(),
                vendor.baseUrl(),
                vendor.keyVariables(),
                List.of(prefixes.split(" ")),
                vendor.keyless(),
                vendor.setup());
        return new VendorRow(named, paths, quirks, answers, speaker);
    }

    /** Chat, and besides it only these. */
    VendorRow offers(Operation... besidesChat) {
        Map<Operation, String> offered = new EnumMap<>(Operation.class);
        offered.put(Operation.CHAT, path(Operation.CHAT));
        offered.put(Operation.PASSTHROUGH, path(Operation.PASSTHROUGH));
        for (Operation operation : besidesChat) {
            offered.put(operation, path(operation));
        }
        return new VendorRow(vendor, Map.copyOf(offered), quirks, answers, speaker);
    }

    /** Besides what it offers already. */
    VendorRow also(Operation... more) {
        Map<Operation, String> offered = new EnumMap<>(paths);
        for (Operation operation : more) {
            offered.put(operation, path(operation));
        }
        return new VendorRow(vendor, Map.copyOf(offered), quirks, answers, speaker);
    }

    /** This operation at a place of its own. */
    VendorRow at(Operation operation, String path) {
        Map<Operation, String> offered = new EnumMap<>(paths);
        offered.put(operation, path);
        return new VendorRow(vendor, Map.copyOf(offered), quirks, answers, speaker);
    }

    /** All that it offers so far stands below this; the caller of a pass-through names the whole path. */
    VendorRow below(String prefix) {
        Map<Operation, String> offered = new EnumMap<>(paths);
        offered.replaceAll((operation, path) -> operation == Operation.PASSTHROUGH ? path : prefix + path);
        return new VendorRow(vendor, Map.copyOf(offered), quirks, answers, speaker);
    }

    /** Where an operation of any dialect is asked; null when it is not offered. A batch is an input of several texts. */
    @Nullable
    String pathOf(Operation operation) {
        return paths.get(operation == Operation.BATCH_EMBEDDINGS ? Operation.EMBEDDINGS : operation);
    }

    private static String path(Operation operation) {
        return switch (operation) {
            case CHAT -> "/chat/completions";
            case COMPLETIONS -> "/completions";
            case EMBEDDINGS -> "/embeddings";
            case MODERATIONS -> "/moderations";
            case IMAGES -> "/images/generations";
            case IMAGE_EDITS -> "/images/edits";
            case IMAGE_VARIATIONS -> "/images/variations";
            case SPEECH -> "/audio/speech";
            case TRANSCRIPTIONS -> "/audio/transcriptions";
            case TRANSLATIONS -> "/audio/translations";
            case RERANK -> "/rerank";
            // The caller names the path.
            case PASSTHROUGH -> "";
            case BATCH_EMBEDDINGS -> throw new IllegalArgumentException("this dialect has batches in its embeddings");
            case COUNT_TOKENS -> throw new IllegalArgumentException("this dialect does not count tokens");
        };
    }

    /** A provider of it is told this besides its keys. */
    VendorRow told(Vendor.Setup setup) {
        Vendor told = new Vendor(
                vendor.type(),
                vendor.baseUrl(),
                vendor.keyVariables(),
                vendor.modelPrefixes(),
                vendor.keyless(),
                setup);
        return new VendorRow(told, paths, quirks, answers, speaker);
    }

    /** With these rules before the family's. */
    VendorRow own(List<FailureRule> own) {
        return new VendorRow(vendor, paths, quirks, AnswerRules.of(own, answers.headers()), speaker);
    }

    /** Its bodies differ from OpenAI's by these. */
    VendorRow wants(ParameterRepair... changes) {
        return new VendorRow(vendor, paths, List.of(changes), answers, speaker);
    }

    VendorRow reports(RateHeaders headers) {
        return new VendorRow(vendor, paths, quirks, new AnswerRules(answers.rules(), headers), speaker);
    }

    /** Called by an adapter of its own. */
    VendorRow spokenBy(Function<VendorRow, ProviderAdapter> newSpeaker) {
        return new VendorRow(vendor, paths, quirks, answers, newSpeaker);
    }

    ProviderAdapter adapter() {
        return speaker.apply(this);
    }
}
