package io.keywell.protocol.convert;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.ChatSides.Read;
import io.keywell.protocol.openai.Rerank;
import io.keywell.protocol.openai.TextCompletions;
import io.keywell.protocol.openai.Vectors;
import io.keywell.protocol.openai.WholeToolCalls;
import io.keywell.protocol.responses.AnswerIds;
import org.jspecify.annotations.Nullable;

/** What is no chat: embeddings, ranks, old completions; and what is looked up in answers on their way. Nothing is thrown. */
public final class OtherCallsFuzz {

    private OtherCallsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bytes body = Bytes.of(input);
        Vectors.form(body);
        Vectors.encoded(body, true);
        Vectors.encoded(body, false);
        Vectors.asksBase64(body);
        AnswerIds.first(body);
        Rerank.answer(body, body, "id", "model", 1);
        embeddings(Embeddings.gemini(body, true), body);
        embeddings(Embeddings.gemini(body, false), body);
        embeddings(Embeddings.openAi(body), body);
        TextCompletions completions = new TextCompletions();
        if (completions.readRequest(body, "model", false) instanceof Read.Understood understood) {
            for (ChatSides target : Conversions.SIDES) {
                target.writeRequest(understood.request(), "upstream-model");
            }
        }
        wholeToolCalls(input);
    }

    private static void embeddings(@Nullable Embeddings asked, Bytes body) {
        if (asked != null) {
            asked.request("upstream-model");
            asked.prediction();
            asked.answer(body, Usage.reported(1, 1), "model");
            asked.predicted(body, Usage.reported(1, 1), "model");
        }
    }

    private static void wholeToolCalls(byte[] input) {
        WholeToolCalls calls = new WholeToolCalls();
        SseFramer framer = new SseFramer();
        framer.feed(input, 0, input.length, calls::take);
        framer.finish(calls::take);
    }
}
