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

/**
 * Writes a whole message for a caller.
 *
 * <p>Thoughts go out only when this family sealed them. A caller sends back what it got, and a provider of this family
 * refuses a conversation with a thought that it did not sign; so a foreign one would keep the conversation from ever
 * coming home.
 */
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
        List<Part> parts = answer.parts().stream().filter(AnswerWriter::goesOut).toList();
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

    private static boolean goesOut(Part part) {
        return part instanceof Part.Reasoning thought ? Blocks.isOwn(thought) : !isEmpty(part);
    }

    private static boolean isEmpty(Part part) {
        return part instanceof Part.Text text && text.text().isEmpty();
    }
}
