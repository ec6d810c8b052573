package io.keywell.protocol.openai;

/** Follows the text of one JSON object, piece by piece, to know when it is whole. */
final class JsonEnd {

    private int depth;
    private boolean begun;
    private boolean inString;
    private boolean escaped;

    void take(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (inString) {
                escaped = c == '\\';
                inString = c != '"';
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
                begun = true;
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
    }

    boolean whole() {
        return begun && depth <= 0 && !inString;
    }
}
