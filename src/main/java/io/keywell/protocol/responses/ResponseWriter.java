package io.keywell.protocol.responses;

import io.keywell.core.Bytes;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A caller's whole answer. */
final class ResponseWriter {

    private ResponseWriter() {}

    static Bytes write(ChatAnswer answer, Frame frame) {
        List<OutputItem> items = new ArrayList<>();
        for (Part part : answer.parts()) {
            OutputItem item = item(frame, items.size(), part);
            if (item != null) {
                items.add(item);
            }
        }
        ResponseObject response = new ResponseObject(frame);
        return JsonTrees.write(out -> response.write(out, items, answer.finish(), answer.usage()));
    }

    private static @Nullable OutputItem item(Frame frame, int index, Part part) {
        if (part instanceof Part.Text text) {
            return OutputItem.of(OutputItem.Kind.TEXT, frame, index).with(text.text());
        }
        if (part instanceof Part.Refusal refusal) {
            return OutputItem.of(OutputItem.Kind.REFUSAL, frame, index).with(refusal.text());
        }
        if (part instanceof Part.Reasoning thought) {
            return thought.text().isEmpty()
                    ? null
                    : OutputItem.of(OutputItem.Kind.REASONING, frame, index).with(thought.text());
        }
        return part instanceof Part.ToolCall call
                ? OutputItem.call(frame, index, call.id(), call.name()).with(JsonTrees.text(call.arguments()))
                : null;
    }
}
