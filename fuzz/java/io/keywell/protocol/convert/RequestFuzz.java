package io.keywell.protocol.convert;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.ChatSides.Read;

/** Requests of every dialect, written for every other one. */
public final class RequestFuzz {

    private RequestFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bytes body = Bytes.of(input);
        for (ChatSides from : Conversions.SIDES) {
            if (from.readRequest(body, "model", false) instanceof Read.Understood understood) {
                for (Dialect to : Dialect.values()) {
                    Conversion pair = Conversions.all().find(from.dialect(), to);
                    if (pair != null
                            && pair.missing(understood.request(), "model").isEmpty()) {
                        pair.request(understood.request(), "upstream-model");
                    }
                }
            }
        }
    }
}
