package io.borealis.lab.access;

import jakarta.websocket.server.ServerEndpoint;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;

/** Every way into the Engine, read from its classes: {@code GET /api/devices}, {@code WS /ws/agent}. */
final class Doors {

    private Doors() {}

    static Set<String> all() {
        Set<String> doors = new TreeSet<>();
        for (Class<?> resource : WebClasses.with(Path.class)) {
            for (Method method : resource.getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null) {
                        doors.add(verb.value() + " " + path(resource, method));
                    }
                }
            }
        }
        for (Class<?> socket : WebClasses.with(ServerEndpoint.class)) {
            doors.add("WS " + socket.getAnnotation(ServerEndpoint.class).value());
        }
        return doors;
    }

    private static String path(Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        return "/api" + resource.getAnnotation(Path.class).value() + (own == null ? "" : own.value());
    }
}
