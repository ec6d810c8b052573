package io.keywell.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Secret;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A notice in the form of a webhook. */
record Letter(Map<String, String> headers, byte[] body) {

    static final String SIGNATURE = "x-keywell-signature";
    private static final String HMAC = "HmacSHA256";

    /**
     * @param replica who writes
     * @param nowMillis epoch milliseconds at which it is sent: what is signed, so that a receiver can refuse old ones
     */
    static Letter of(Notice notice, Webhook hook, String replica, long nowMillis) {
        ObjectNode json = hook.format() == Webhook.Format.SLACK ? slack(notice, replica) : generic(notice, replica);
        byte[] body = json.toString().getBytes(UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        Secret secret = hook.secret();
        if (secret != null) {
            headers.put(SIGNATURE, signature(secret, nowMillis / 1_000, body));
        }
        return new Letter(headers, body);
    }

    private static ObjectNode generic(Notice notice, String replica) {
        Alert alert = notice.finding().alert();
        return JsonNodeFactory.instance
                .objectNode()
                .put("alert", alert.title())
                .put("status", notice.firing() ? "firing" : "resolved")
                .put("severity", alert.critical() ? "critical" : "warning")
                .put("subject", notice.finding().subject())
                .put("text", notice.finding().text())
                .put("since", Instant.ofEpochMilli(notice.sinceMillis()).toString())
                .put("replica", replica)
                .put("runbook", "docs/operations.md#" + alert.title().toLowerCase(Locale.ROOT));
    }

    private static ObjectNode slack(Notice notice, String replica) {
        Alert alert = notice.finding().alert();
        String state = !notice.firing() ? "Resolved" : alert.critical() ? "CRITICAL" : "Warning";
        String text = "*%s* %s: %s (%s)"
                .formatted(state, alert.title(), notice.finding().text(), replica);
        // These three are what Slack reads as markup.
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return JsonNodeFactory.instance.objectNode().put("text", escaped);
    }

    /** {@code t=<epoch seconds>,v1=<hex>}: the HMAC-SHA256 of the time, a dot and the body. */
    static String signature(Secret secret, long epochSeconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(UTF_8), HMAC));
            mac.update((epochSeconds + ".").getBytes(UTF_8));
            return "t=" + epochSeconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
