package io.borealis.web;

/** The problem document for a bare status, where nothing more precise is known: the container's own refusals. */
public final class StatusProblems {

    private StatusProblems() {}

    public static Problem of(int status) {
        return switch (status) {
            case 400 -> Problem.of(status, "Bad Request", "malformed_request", "the request cannot be read");
            case 401 ->
                Problem.of(
                        status,
                        "Unauthorized",
                        "unauthorized",
                        "a valid access token is required, and one is no more so when its time or its key ended;"
                                + " log in at /api/auth/login");
            case 403 -> Problem.of(status, "Forbidden", "forbidden", "your role does not allow this");
            case 404 -> Problem.of(status, "Not Found", "not_found", "there is nothing here");
            case 405 ->
                Problem.of(status, "Method Not Allowed", "method_not_allowed", "this method is not offered here");
            case 406 ->
                Problem.of(status, "Not Acceptable", "not_acceptable", "the answer is not to be had in that form");
            case 413 -> JsonProblems.tooLarge();
            case 415 ->
                Problem.of(
                        status,
                        "Unsupported Media Type",
                        "unsupported_media_type",
                        "send a JSON body with Content-Type: application/json");
            case 429 -> Problem.of(status, "Too Many Requests", "too_many_requests", "wait and try again");
            case 503 -> Problem.of(status, "Service Unavailable", "unavailable", "the Engine is starting or stopping");
            default ->
                status >= 500
                        ? Problem.of(
                                status,
                                "Internal Server Error",
                                "internal_error",
                                "the Engine failed; its log tells why")
                        : Problem.of(status, "Refused", "refused", "the request was refused");
        };
    }
}
