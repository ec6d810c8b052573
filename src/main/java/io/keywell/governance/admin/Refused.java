package io.keywell.governance.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that is answered with a problem (RFC 9457). Carries no stack: it is an answer, not a fault. */
final class Refused extends RuntimeException {

    private final int status;
    private final String code;
    private final String title;
    private final List<FieldError> errors;

    /**
     * One field that is wrong.
     *
     * @param path where it is, as a JSON pointer or a parameter's name
     * @param value what stands there; never a secret
     * @param expected what should stand there
     */
    record FieldError(String path, @Nullable String value, String expected) {}

    /** The body of the answer. */
    record Problem(
            String type,
            String title,
            int status,
            String detail,
            @Nullable String instance,
            @Nullable List<FieldError> errors) {}

    Refused(int status, String code, String title, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.title = title;
        this.errors = List.copyOf(errors);
    }

    private static Refused of(int status, String code, String title, String detail) {
        return new Refused(status, code, title, detail, List.of());
    }

    static Refused invalid(List<FieldError> errors) {
        String detail = errors.size() == 1 ? "One value is wrong." : errors.size() + " values are wrong.";
        return new Refused(422, "invalid", "Some values are wrong", detail, errors);
    }

    static Refused invalid(String path, @Nullable String value, String expected) {
        return invalid(List.of(new FieldError(path, value, expected)));
    }

    static Refused malformed(String detail) {
        return of(400, "malformed", "The request cannot be read", detail);
    }

    static Refused unknown(String subject) {
        return of(404, "unknown", "Not found", "There is no " + subject + ".");
    }

    static Refused exists(String subject) {
        return of(409, "exists", "It exists already", "There is a " + subject + " already.");
    }

    static Refused readOnly(String subject) {
        return of(
                409,
                "read-only",
                "It comes from the configuration",
                "The " + subject + " comes from the configuration: change it there.");
    }

    static Refused inUse(String detail) {
        return of(409, "in-use", "It is in use", detail);
    }

    static Refused tooLarge(long most) {
        return of(413, "too-large", "The body is too large", "It may have " + most + " bytes at most.");
    }

    static Refused noVersion() {
        return of(428, "no-version", "Which version is meant", "Send If-Match with the ETag of what you have seen.");
    }

    static Refused stale(String subject) {
        return of(412, "stale", "It has changed", "The " + subject + " has changed since; read it again.");
    }

    static Refused away() {
        return of(
                503, "database-away", "The database is away", "Calls are served; changes are not possible at present.");
    }

    static Refused noDatabase() {
        return of(
                409,
                "no-database",
                "There is no database",
                "keywell.database is none: everything comes from the configuration.");
    }

    static Refused failed(int status, String code, String title, String detail) {
        return of(status, code, title, detail);
    }

    int status() {
        return status;
    }

    Problem problem(@Nullable String instance) {
        String detail = getMessage() == null ? title : getMessage();
        return new Problem(
                "urn:keywell:problem:" + code, title, status, detail, instance, errors.isEmpty() ? null : errors);
    }
}
