package io.borealis.web;

/** The roles as annotations want them: the groups of {@link io.borealis.engine.access.Role}. */
public final class Roles {

    public static final String ADMIN = "admin";
    public static final String OPERATOR = "operator";
    public static final String AUDITOR = "auditor";
    public static final String AGENT = "agent";

    private Roles() {}
}
