package io.borealis.web.access;

import io.borealis.engine.access.request.AskResult;
import io.borealis.engine.access.request.RequestResult;
import io.borealis.web.Problem;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Refusals around what people ask for, in words and codes for callers. */
final class RequestProblems {

    private RequestProblems() {}

    static Response refused(AskResult result) {
        if (result instanceof AskResult.BadTime bad) {
            long least = bad.shortest().toSeconds();
            long most = bad.longest().toSeconds();
            return Problem.badRequest("bad_access_time", "a device is asked for for " + least + " to " + most + " s")
                    .with("field", "seconds")
                    .with("shortest_seconds", least)
                    .with("longest_seconds", most)
                    .toResponse();
        }
        if (result instanceof AskResult.TooManyWait many) {
            return tooManyWait(many.most(), many.own());
        }
        if (result instanceof AskResult.TooOften often) {
            return tooOften(often.retryAfterSeconds());
        }
        if (result instanceof AskResult.SessionOver ended) {
            return SessionProblems.over(ended.over()).toResponse();
        }
        throw new IllegalStateException("an answer without words: " + result);
    }

    static Response tooManyWait(long most, boolean own) {
        return Problem.conflict(
                        "too_many_requests_wait",
                        own
                                ? most + " of your requests wait already; withdraw one, or wait until they are decided"
                                : most + " requests wait already; somebody must decide some of them first")
                .toResponse();
    }

    static Response tooOften(int seconds) {
        return AccountProblems.later(
                Problem.tooMany("too_many_requests", "you ask too often; ask again in " + seconds + " seconds"),
                seconds);
    }

    static Problem unknown() {
        return Problem.notFound("unknown_request", "there is no such request; GET /api/requests lists yours");
    }

    static Response refused(RequestResult result) {
        return problem(result).toResponse();
    }

    private static Problem problem(RequestResult result) {
        if (result instanceof RequestResult.Unknown) {
            return unknown();
        }
        if (result instanceof RequestResult.Own) {
            return Problem.forbidden(
                    "own_request", "nobody decides what he asked for himself; ask another person who may");
        }
        if (result instanceof RequestResult.NotYours) {
            return Problem.forbidden(
                    "not_yours_to_decide",
                    "an administrator decides this, or an operator who reaches the device where its site allows that");
        }
        if (result instanceof RequestResult.StepUpRequired) {
            return StepUp.required();
        }
        if (result instanceof RequestResult.Decided decided) {
            return Problem.conflict(
                            "request_decided",
                            "the request is " + decided.request().status() + " already; ask anew where it is needed")
                    .with("status_now", decided.request().status());
        }
        if (result instanceof RequestResult.NoDevice) {
            return Problem.conflict(
                    "request_names_no_device",
                    "no device is called so, or several are; refuse it, and have the id of the device asked for");
        }
        if (result instanceof RequestResult.PortsChanged changed) {
            return Problem.conflict(
                            "ports_changed_meanwhile",
                            "the device's list is not any more what it was when this was asked for; set the wanted list"
                                    + " anew")
                    .with(
                            "ports_found",
                            changed.found().<Object>map(list -> list).orElse("defaults"))
                    .with("ports_now", changed.now().<Object>map(list -> list).orElse("defaults"));
        }
        if (result instanceof RequestResult.BeyondCeiling beyond) {
            return PortsResource.beyondCeiling(beyond.beyond(), beyond.ceiling());
        }
        if (result instanceof RequestResult.TunnelEnded ended) {
            return Problem.of(Response.Status.SERVICE_UNAVAILABLE, "ports_not_enforced", ended.detail());
        }
        if (result instanceof RequestResult.SessionOver ended) {
            return SessionProblems.over(ended.over());
        }
        throw new IllegalStateException("an answer without words: " + result);
    }

    /** The request as it is now, or why nothing became of it. */
    static Response answer(RequestResult result) {
        return Optional.of(result)
                .filter(RequestResult.Done.class::isInstance)
                .map(RequestResult.Done.class::cast)
                .map(done -> Response.ok(done.request()).build())
                .orElseGet(() -> refused(result));
    }
}
