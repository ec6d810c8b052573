package io.keywell.simulator;

import io.keywell.simulator.Answers.Event;
import java.util.List;

/** As Mistral streams: a tool call comes whole, and usage stands in the chunk that finishes, asked for or not. */
final class MistralChunks extends Chunks {

    private final Reply reply;

    MistralChunks(Reply reply) {
        super(reply, "}");
        this.reply = reply;
    }

    @Override
    public List<Event> content() {
        String tool = reply.tool();
        return tool == null ? super.content() : List.of(toolCall(tool, reply.text()));
    }

    @Override
    public List<Event> closing(boolean usage) {
        StringBuilder end = new StringBuilder();
        if (usage) {
            reply.appendUsage(end.append(",\"usage\":"));
        }
        return List.of(finish(end.append('}').toString()), DONE);
    }
}
