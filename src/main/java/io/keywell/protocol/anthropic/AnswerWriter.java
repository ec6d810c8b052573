package io.keywell.protocol.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;

/** Writes a whole message for a caller. Thoughts that are not this family's go out as {@link ForeignThoughts} says. */
final class AnswerWriter {

    private static final String ID = "msg_";

    private AnswerWriter() {}

    static Bytes write(ChatAnswer answer, Frame frame) {
        return JsonTrees.write(out -> message(answer, frame, out));
    }

    /** This dialect's own ids stay. */
    static String id(String providers, Frame frame) {
        return providers.startsWith(ID) ? providers : ID + frame.id();
    }

    private static void message(ChatAnswer answer, Frame frame, JsonGenerator out) throws IOException {
        boolean foreign = ForeignThoughts.wanted(frame.request());
        List<Part> parts =
                answer.parts().stream().filter(part -> goesOut(part, foreign)).toList();
        boolean calls = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
        out.writeStartObject();
        out.writeStringField("id", id(answer.id(), frame));
        out.writeStringField("type", "message");
        out.writeStringField("role", "assistant");
        out.writeStringField("model", frame.model());
        out.writeFieldName("content");
        new Blocks(out, EnumSet.noneOf(Parameter.class)).all(parts);
        String reason = StopReasons.write(answer.finish(), answer.stopSequence(), calls);
        out.writeStringField("stop_reason", reason);
        out.writeStringField("stop_sequence", reason.equals("stop_sequence") ? answer.stopSequence() : null);
        UsageFields.write(answer.usage() == null ? Usage.NONE : answer.usage(), out);
        out.writeEndObject();
    }

    private static boolean goesOut(Part part, boolean foreign) {
        if (part instanceof Part.Reasoning thought) {
            return Blocks.isOwn(thought) || foreign && !thought.text().isEmpty();
        }
        return !(part instanceof Part.Text text) || !text.text().isEmpty();
    }
}
