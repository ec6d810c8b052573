package io.keywell.protocol.dialect;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.StreamEvents;

/** Calls that are carried as they are: requests, answers and streams of every dialect. */
public final class ProtocolFuzz {

    private ProtocolFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bytes body = Bytes.of(input);
        for (Dialect dialect : Dialect.values()) {
            Protocol protocol = Protocols.find(dialect);
            if (protocol == null) {
                continue;
            }
            request(protocol, body);
            protocol.kind(Operation.CHAT, body);
            protocol.usage(Operation.CHAT, body);
            if (protocol.outputEstimate(Operation.CHAT, body) < 0) {
                throw new IllegalStateException("fewer than no tokens");
            }
            StreamEvents events = protocol.events();
            SseFramer framer = new SseFramer();
            framer.feed(input, 0, input.length, events::read);
            framer.finish(events::read);
            if (events.outputEstimate() < 0) {
                throw new IllegalStateException("fewer than no tokens in the stream");
            }
        }
    }

    private static void request(Protocol protocol, Bytes body) {
        Protocol.PathWords path = new Protocol.PathWords("model", false);
        for (Operation operation : new Operation[] {Operation.CHAT, Operation.EMBEDDINGS, Operation.COUNT_TOKENS}) {
            if (protocol.read(operation, body, path) instanceof Protocol.Asked.Parsed parsed) {
                protocol.rewrite(operation, body, parsed.facts(), "upstream-model", parsed.stream());
            }
        }
    }
}
