package io.keywell.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.keywell.core.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an error body of any shape and never fails: objects with an {@code error} that is an object, a text or missing;
 * arrays of them; {@code detail} texts and lists; pages, plain text and rubbish. It walks the tokens and keeps what it
 * knows by name, so a body that was cut off still gives what stood before the cut. What stands inside an {@code error}
 * or {@code detail} goes before what stands beside it.
 */
final class ErrorExtract {

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    /** The field that is there when the body names several limits. */
    static final String SEVERAL_LIMITS = "(several limits)";

    private static final int MAX_TOKENS = 4000;
    private static final int MAX_VALUE = 4096;
    private static final int MAX_TEXT = 16 * 1024;

    /**
     * Where errors speak. Nothing else is entered: a vendor that repeats the caller's fields (FastAPI's {@code input})
     * would let a caller write {@code "code": "insufficient_quota"} into the answer and so close a pool.
     */
    private static final Set<String> OPEN = Set.of(
            "error",
            "errors",
            "detail",
            "details",
            "message",
            "metadata",
            "headers",
            "violations",
            "loc",
            "innererror",
            "response",
            "choices");

    private static final Set<String> ERROR_HOLDERS = Set.of("error", "errors", "detail");
    private static final Set<String> LABELS = Set.of(
            "code", "type", "status", "reason", "error_type", "error_code", "limit_source", "finish_reason", "__type");
    private static final Set<String> TEXTS = Set.of("message", "msg", "error", "errors", "detail", "raw", "quotaid");

    /** Names of request fields, as in {@code messages[0].content}. */
    private static final Pattern FIELD = Pattern.compile("[\\w.\\[\\]-]{1,128}");

    private final Map<String, String> inside = new HashMap<>();
    private final Map<String, String> beside = new HashMap<>();
    private final Set<String> labels = new HashSet<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable String location;

    private ErrorExtract() {}

    static ErrorFacts read(Bytes body) {
        // Decoded first: broken UTF-8 becomes replacement characters instead of an end to reading.
        String s = new String(body.array(), body.offset(), body.length(), StandardCharsets.UTF_8).strip();
        ErrorExtract extract = new ErrorExtract();
        if (s.startsWith("{") || s.startsWith("[") || s.startsWith("\"")) {
            extract.walk(s);
        } else if (s.startsWith("<")) {
            extract.labels.add(ErrorFacts.PAGE);
        } else if (!s.isEmpty()) {
            extract.keep("error", s, true);
        }
        return extract.facts();
    }

    private void walk(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            JsonToken token = parser.nextToken();
            for (int i = 0; token != null && i < MAX_TOKENS; i++) {
                String name = token.isStructStart() ? parser.currentName() : null;
                if (name != null && !OPEN.contains(lower(name))) {
                    parser.skipChildren();
                } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    visit(parser.getParsingContext(), parser.getText());
                }
                token = parser.nextToken();
            }
        } catch (IOException cutOffOrRubbish) {
            // What was read until here is all there is to know.
        }
    }

    private void visit(JsonStreamContext context, String value) {
        JsonStreamContext at = context;
        while (at != null && at.getCurrentName() == null) {
            at = at.getParent();
        }
        if (at == null) {
            keep("error", value, true);
            return;
        }
        boolean held = false;
        for (JsonStreamContext up = at.getParent(); up != null && !held; up = up.getParent()) {
            held = up.getCurrentName() != null && ERROR_HOLDERS.contains(lower(up.getCurrentName()));
        }
        keep(lower(at.getCurrentName()), value, held);
    }

    private void keep(String name, String fullValue, boolean held) {
        String value = fullValue.length() > MAX_VALUE ? fullValue.substring(0, MAX_VALUE) : fullValue;
        boolean first = (held ? inside : beside).putIfAbsent(name, value) == null;
        if (LABELS.contains(name)) {
            labels.add(lower(name.equals("__type") ? value.substring(value.indexOf('#') + 1) : value));
        }
        if (TEXTS.contains(name) && text.length() < MAX_TEXT) {
            text.append(lower(value)).append('\n');
        }
        if (name.equals("quotaid") && !first) {
            // Which of several limits a number in the text belongs to cannot be told.
            inside.put(SEVERAL_LIMITS, "");
        }
        if (name.equals("loc") && location == null && !value.equals("body")) {
            location = value;
        }
    }

    private ErrorFacts facts() {
        String message = firstOf(
                inside.get("message"),
                inside.get("msg"),
                inside.get("error"),
                beside.get("error"),
                beside.get("errors"),
                beside.get("detail"),
                beside.get("message"));
        String param = firstOf(inside.get("param"), beside.get("param"), location);
        boolean field = param != null && FIELD.matcher(param).matches();
        Map<String, String> fields = new HashMap<>(beside);
        fields.putAll(inside);
        return new ErrorFacts(message, text.toString(), labels, field ? param : null, fields);
    }

    private static @Nullable String firstOf(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    private static String lower(String s) {
        return s.toLowerCase(Locale.ROOT);
    }
}
