package io.borealis.lab.access;

import io.borealis.protocol.device.DeviceId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every method of the HTTP interface with the roles that it states, read from the classes themselves. */
final class ResourceMethods {

    private ResourceMethods() {}

    /**
     * One method over HTTP.
     *
     * @param roles without them it is open to all
     * @param takesForms and no JSON, in which all calls are made
     */
    record Call(String method, String path, Optional<Set<String>> roles, boolean takesForms) {

        Optional<String> body() {
            return method.equals("POST") || method.equals("PUT") ? Optional.of("{}") : Optional.empty();
        }

        /** Whoever may do it has no session afterwards. */
        boolean signsOut() {
            return path.endsWith("/logout");
        }

        boolean admits(String role) {
            return roles.map(allowed -> allowed.contains(role)).orElse(true);
        }
    }

    static List<Call> all(DeviceId agent) {
        List<Call> calls = new ArrayList<>();
        for (Class<?> resource : WebClasses.with(Path.class)) {
            for (Method method : resource.getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null) {
                        calls.add(call(resource, method, verb.value(), agent));
                    }
                }
            }
        }
        return calls;
    }

    /** The device that is asked about, but for what would take it away from the other tests. */
    private static DeviceId target(String verb, @Nullable Path own, DeviceId agent) {
        boolean removes = verb.equals("DELETE") && own != null && own.value().equals("/{agent_id}");
        return removes ? DeviceId.random() : agent;
    }

    private static boolean takesForms(Method method) {
        Consumes taken = method.getAnnotation(Consumes.class);
        return taken != null && List.of(taken.value()).contains(MediaType.APPLICATION_FORM_URLENCODED);
    }

    private static Call call(Class<?> resource, Method method, String verb, DeviceId agent) {
        Path own = method.getAnnotation(Path.class);
        String path = "/api" + resource.getAnnotation(Path.class).value() + (own == null ? "" : own.value());
        RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
        return new Call(
                verb,
                path.replace("{agent_id}", target(verb, own, agent).toString())
                                .replace("{id}", "unknown-request")
                                .replace("{session_id}", "unknown-session")
                                .replace("{terminal_id}", "unknown-terminal")
                                .replace("{operator}", "somebody")
                                .replace("{report}", "access")
                                .replace("{site_id}", "unknown-site")
                                .replace("{key_name}", "unknown-key")
                                .replace("{request_id}", "unknown-request")
                                .replace("{username}", "nobody")
                        + (verb.equals("GET") || verb.equals("DELETE") ? "?agent_id=" + agent : ""),
                roles == null ? Optional.empty() : Optional.of(Set.of(roles.value())),
                takesForms(method));
    }
}
