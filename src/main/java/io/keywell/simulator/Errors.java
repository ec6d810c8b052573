package io.keywell.simulator;

import io.keywell.simulator.Verdict.Refused;

/** The errors that OpenAI itself gives, with its words where programs match on them. */
final class Errors {

    static final ErrorAnswer INVALID_KEY = invalidKey("sk-****");

    static final ErrorAnswer OVERLOADED = ErrorAnswer.of(
            503,
            "service_unavailable_error",
            "server_is_overloaded",
            "The server is currently overloaded. Please try again later.");

    static final ErrorAnswer NO_KEY = ErrorAnswer.invalidRequest(
            401,
            null,
            null,
            "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer"
                    + " auth (i.e. Authorization: Bearer YOUR_KEY).");

    static final ErrorAnswer NOT_JSON = ErrorAnswer.invalidRequest(
            400, null, null, "We could not parse the JSON body of your request. (HINT: it must be a JSON object.)");

    static final ErrorAnswer NO_MODEL =
            ErrorAnswer.invalidRequest(400, null, null, "you must provide a model parameter");

    static final ErrorAnswer TOO_LARGE =
            ErrorAnswer.invalidRequest(413, null, null, "The body of the request is too large.");

    private Errors() {}

    static ErrorAnswer invalidKey(String masked) {
        return ErrorAnswer.invalidRequest(
                401,
                "invalid_api_key",
                null,
                "Incorrect API key provided: " + masked
                        + ". You can find your API key at https://platform.openai.com/account/api-keys.");
    }

    static ErrorAnswer unknownPath(String method, String path) {
        return ErrorAnswer.invalidRequest(404, null, null, "Invalid URL (" + method + " " + path + ")");
    }

    static ErrorAnswer missing(String parameter) {
        return ErrorAnswer.invalidRequest(
                400, "missing_required_parameter", parameter, "Missing required parameter: '" + parameter + "'.");
    }

    static ErrorAnswer invalidValue(String parameter, String expected) {
        return ErrorAnswer.invalidRequest(
                400, "invalid_value", parameter, "Invalid value for '" + parameter + "': expected " + expected + ".");
    }

    /** A request that is larger than a limit. */
    static ErrorAnswer neverFits(Refused why) {
        return ErrorAnswer.of(
                429,
                why.type(),
                "rate_limit_exceeded",
                "Request too large for {model} in organization {org} on " + why.dimension() + ": Limit " + why.limit()
                        + ", Requested " + why.requested()
                        + ". The input or output tokens must be reduced in order to run successfully."
                        + " Visit https://platform.openai.com/account/rate-limits to learn more.");
    }
}
