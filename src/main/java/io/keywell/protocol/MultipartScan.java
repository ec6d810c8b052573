package io.keywell.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Watches a {@code multipart/form-data} body pass and finds one short field of it. Nothing is kept but the head of the
 * present part and that field's value. The field must not be there twice: a provider might take the other one.
 */
public final class MultipartScan {

    private static final int LONGEST_HEAD = 8 * 1024;
    private static final int LONGEST_VALUE = 512;
    private static final int LINE_END = 0x0d0a;
    private static final int BLANK_LINE = LINE_END << 16 | LINE_END;

    private enum State {
        CONTENT,
        AFTER_DELIMITER,
        HEAD,
        OVER
    }

    private final String field;
    private final byte[] delimiter;
    private final int[] fallback;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream(256);
    private final ByteArrayOutputStream value = new ByteArrayOutputStream(64);

    private State state = State.CONTENT;
    private long position;
    /** The last four bytes of the head; its end is told from them without looking at all of it for each of its lines. */
    private int headTail;

    /** The body may begin with its delimiter, without the line end before it. */
    private int matched = 2;

    private int after;
    private boolean wanted;
    private long contentStart;
    private long start = -1;
    private long end = -1;
    private @Nullable String found;
    private @Nullable String problem;

    /**
     * @param boundary as the media type says it
     */
    public MultipartScan(String boundary, String field) {
        this.field = field;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
        this.fallback = fallback(delimiter);
    }

    /** For each length of a match: how much of it is still one when the next byte does not fit. */
    private static int[] fallback(byte[] word) {
        int[] table = new int[word.length + 1];
        int length = 0;
        for (int i = 1; i < word.length; i++) {
            while (length > 0 && word[i] != word[length]) {
                length = table[length];
            }
            length += word[i] == word[length] ? 1 : 0;
            table[i + 1] = length;
        }
        return table;
    }

    /** The next bytes of the body. */
    public void pass(byte[] bytes, int from, int to) {
        for (int i = from; i < to && problem == null; i++) {
            byte b = bytes[i];
            switch (state) {
                case CONTENT -> {
                    if (matched == 0 && b != '\r' && !wanted) {
                        i = beforeNextLine(bytes, i, to);
                    } else {
                        content(b);
                    }
                }
                case AFTER_DELIMITER -> afterDelimiter(b);
                case HEAD -> head(b);
                case OVER -> {}
            }
            position++;
        }
    }

    /** Skips what cannot begin a delimiter; the last byte skipped is left to the caller to count. */
    private int beforeNextLine(byte[] bytes, int from, int to) {
        int i = from;
        while (i + 1 < to && bytes[i + 1] != '\r') {
            i++;
        }
        position += i - from;
        return i;
    }

    private void content(byte b) {
        if (wanted) {
            value.write(b);
            if (value.size() > LONGEST_VALUE + delimiter.length) {
                problem = "the field '" + field + "' is too long";
            }
        }
        while (matched > 0 && b != delimiter[matched]) {
            matched = fallback[matched];
        }
        matched += b == delimiter[matched] ? 1 : 0;
        if (matched == delimiter.length) {
            endOfPart();
            matched = 0;
            after = 0;
            state = State.AFTER_DELIMITER;
        }
    }

    private void endOfPart() {
        if (!wanted) {
            return;
        }
        wanted = false;
        if (found != null) {
            problem = "the field '" + field + "' is there twice";
            return;
        }
        byte[] all = value.toByteArray();
        found = new String(all, 0, all.length - delimiter.length, StandardCharsets.UTF_8);
        start = contentStart;
        end = position + 1 - delimiter.length;
    }

    /** Two dashes end the body; blanks may stand before the line end. */
    private void afterDelimiter(byte b) {
        if (b == '-' && after >= 0 && ++after == 2) {
            state = State.OVER;
        } else if (b == '\n' && after == -1) {
            head.reset();
            headTail = LINE_END;
            state = State.HEAD;
        } else if (b == '\r') {
            after = -1;
        } else if (b != '-' && b != ' ' && b != '\t') {
            problem = "a boundary is not followed by a line end";
        }
    }

    private void head(byte b) {
        head.write(b);
        headTail = headTail << 8 | b & 0xff;
        if (head.size() > LONGEST_HEAD) {
            problem = "the head of a part is too long";
        } else if (headTail == BLANK_LINE) {
            wanted = field.equals(name(head.toString(StandardCharsets.UTF_8)));
            contentStart = position + 1;
            value.reset();
            // An empty part ends with the delimiter at once.
            matched = 0;
            state = State.CONTENT;
        }
    }

    private @Nullable String name(String lines) {
        String name = null;
        for (String line : lines.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                name = parameter(line);
            }
        }
        return name;
    }

    /** The parameter {@code name}, quoted or not; semicolons inside quotes separate nothing. */
    private @Nullable String parameter(String line) {
        String name = null;
        int i = line.indexOf(';');
        while (i >= 0 && i < line.length()) {
            int equals = line.indexOf('=', i);
            if (equals < 0) {
                break;
            }
            String key = line.substring(i + 1, equals).trim().toLowerCase(Locale.ROOT);
            int from = equals + 1;
            boolean quoted = from < line.length() && line.charAt(from) == '"';
            int to = quoted ? closingQuote(line, from + 1) : line.indexOf(';', from);
            to = to < 0 ? line.length() : to;
            String text = line.substring(quoted ? from + 1 : from, to).trim();
            if (key.equals("name*") || key.equals("name") && name != null) {
                problem = "the name of a part is not clear";
            } else if (key.equals("name")) {
                name = text;
            }
            i = line.indexOf(';', to);
        }
        return name;
    }

    private static int closingQuote(String line, int from) {
        int i = from;
        while (i < line.length() && line.charAt(i) != '"') {
            i += line.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, line.length());
    }

    /** What is wrong with the body so far, null for nothing; nothing is read on then. */
    public @Nullable String problem() {
        return problem;
    }

    /** The field's value; null while it was not found. */
    public @Nullable String value() {
        return found;
    }

    /** Where the value begins, counted from the body's start. */
    public long start() {
        return start;
    }

    /** The byte after the value. */
    public long end() {
        return end;
    }
}
