package io.borealis.engine.access.request;

import io.borealis.engine.access.SessionCheck;
import io.borealis.protocol.access.PortRule;
import java.util.List;
import java.util.Optional;

/** What became of a decision about a request. */
public sealed interface RequestResult {
    /** As the request is now. */
    record Done(RequestView request) implements RequestResult {}

    /** There is none that this person may know of. */
    record Unknown() implements RequestResult {}

    /** Nobody decides what he asked for himself. */
    record Own() implements RequestResult {}

    /** He may see it, and others decide it. */
    record NotYours() implements RequestResult {}

    /** His second factor was proved too long ago. */
    record StepUpRequired() implements RequestResult {}

    /** Nothing more can become of it, or not this. */
    record Decided(RequestView request) implements RequestResult {}

    /** What was asked for is no device, or more than one: it can only be refused. */
    record NoDevice() implements RequestResult {}

    /**
     * The list of the device is not any more what the request would replace.
     *
     * @param found what it was when somebody asked; empty for the defaults
     * @param now empty for the defaults
     */
    record PortsChanged(Optional<List<PortRule>> found, Optional<List<PortRule>> now) implements RequestResult {}

    /** The site of the device allows less by now. */
    record BeyondCeiling(List<PortRule> beyond, List<PortRule> ceiling) implements RequestResult {}

    /** Approved and stored, but the host could not enforce it: the live tunnel was ended instead. */
    record TunnelEnded(RequestView request, String detail) implements RequestResult {}

    /** The session that decided ended meanwhile. */
    record SessionOver(SessionCheck.Over over) implements RequestResult {}
}
