package io.keywell.ingress;

import io.keywell.core.Bytes;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.xml.XmlAnswer;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * The way back to a caller.
 *
 * @param protocol the dialect in which it is answered, errors included
 * @param id the request's
 * @param form how the answer's body is written down
 */
record WayBack(HttpServerResponse response, Protocol protocol, String id, Form form) {

    /** What becomes of a body of the dialect. */
    enum Form {
        AS_IS,
        /** The events of a stream as the elements of one JSON array. */
        ARRAY,
        XML
    }

    /**
     * Ends the answer with a whole JSON body.
     *
     * @return false when it is no JSON and the caller wants another form of it; then nothing was written
     */
    boolean end(Bytes json) {
        boolean xml = form == Form.XML;
        Bytes body = xml ? XmlAnswer.write(json) : json;
        if (body == null) {
            return false;
        }
        response.putHeader(Headers.CONTENT_TYPE, xml ? Headers.XML : Headers.JSON);
        response.end(Buffer.buffer(Unpooled.wrappedBuffer(body.array(), body.offset(), body.length())));
        return true;
    }

    /** Whether there is somebody left to tell something. */
    boolean isOpen() {
        return !response.ended() && !response.closed();
    }
}
