package io.borealis.web.access;

/**
 * Who shares one measure of requests. Immutable.
 *
 * @param known whether an access token proved it
 * @param name the subject of the token, or the address; of IPv6 the /64, which is one customer
 */
record Caller(boolean known, String name) {}
