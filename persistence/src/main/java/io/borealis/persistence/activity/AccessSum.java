package io.borealis.persistence.activity;

import java.time.Instant;

/**
 * What a period saw of one operator, device or site. Immutable.
 *
 * @param key the name of the operator, or the id
 * @param seconds in which somebody had a share of a tunnel, each share by itself, as far as they lie in the period
 * @param first the earliest moment of the period that it tells of
 * @param last the latest one
 */
public record AccessSum(
        Object key,
        long opened,
        long joined,
        long seconds,
        long terminals,
        long refusals,
        Instant first,
        Instant last) {}
