package io.keywell.protocol.chat;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One step of a streamed answer.
 *
 * <p>Order: {@link Started} first, once; then parts, numbered from 0 upwards, each of one kind, its deltas together
 * and ended by {@link PartEnded} before the next one begins; then {@link Finished}, then {@link Completed}.
 * {@link UsageTold} may come at any time before that, also after {@link Finished}; the last one counts. {@link Failed} may
 * come instead of anything, and nothing comes after it. {@link StreamDraft} keeps this order for readers whose providers
 * do not.
 */
public sealed interface ChatEvent {

    record Started(String id, String model) implements ChatEvent {}

    record TextDelta(int part, String text) implements ChatEvent {}

    record RefusalDelta(int part, String text) implements ChatEvent {}

    record ReasoningDelta(int part, String text) implements ChatEvent {}

    /** Seals the reasoning of the part, or is all of it. */
    record ReasoningSealed(int part, @Nullable Seal signature, @Nullable Seal sealed) implements ChatEvent {}

    /** @param seal as {@link Part.ToolCall#seal} */
    record ToolCallStarted(int part, String id, String name, @Nullable Seal seal) implements ChatEvent {}

    /** A further piece of the arguments' JSON text. */
    record ToolArguments(int part, String json) implements ChatEvent {}

    record PartEnded(int part) implements ChatEvent {}

    record UsageTold(Usage usage) implements ChatEvent {}

    record Finished(ChatAnswer.Finish finish, @Nullable String stopSequence) implements ChatEvent {}

    /** The provider said that the stream is complete. */
    record Completed() implements ChatEvent {}

    /** @param error the provider's own words, for its adapter to classify; empty when it said nothing and was cut off */
    record Failed(Bytes error) implements ChatEvent {}
}
