package io.borealis.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.web.activity.EventsEndpoint;
import io.borealis.web.control.AgentEndpoint;
import io.borealis.web.terminal.TerminalEndpoint;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Who may call what: said at every method, and the same in the deployment descriptor. */
class RolesTest {

    @Test
    void everyResourceMethodStatesItsRole() {
        assertThat(resourceMethods()).isNotEmpty().allSatisfy(method -> assertThat(
                        method.isAnnotationPresent(RolesAllowed.class) ^ method.isAnnotationPresent(PermitAll.class))
                .as("exactly one of @RolesAllowed and @PermitAll on %s", method)
                .isTrue());
    }

    @Test
    void everyWebSocketEndpointStatesItsRole() {
        assertThat(classes(ServerEndpoint.class))
                .containsExactlyInAnyOrder(AgentEndpoint.class, EventsEndpoint.class, TerminalEndpoint.class)
                .allSatisfy(endpoint -> assertThat(endpoint.isAnnotationPresent(RolesAllowed.class)
                                ^ endpoint.isAnnotationPresent(PermitAll.class))
                        .isTrue());
    }

    @Test
    void onlyKnownRolesAreNamed() {
        assertThat(resourceMethods().stream()
                        .filter(method -> method.isAnnotationPresent(RolesAllowed.class))
                        .flatMap(method -> Arrays.stream(
                                method.getAnnotation(RolesAllowed.class).value())))
                .isSubsetOf(Roles.ADMIN, Roles.OPERATOR, Roles.AUDITOR);
    }

    @Test
    void descriptorLeavesOpenExactlyWhatIsPermittedToAll() throws Exception {
        Set<String> permitted = new TreeSet<>();
        for (Method method : resourceMethods()) {
            if (method.isAnnotationPresent(PermitAll.class)) {
                permitted.add(path(method).replaceAll("/\\{[^}]*}$", "/*"));
            }
        }
        assertThat(patternsWithoutRole()).containsExactlyInAnyOrderElementsOf(permitted);
    }

    private static Set<String> patternsWithoutRole()
            throws IOException, ParserConfigurationException, SAXException, URISyntaxException {
        Set<String> patterns = new TreeSet<>();
        try (InputStream descriptor = Files.newInputStream(java.nio.file.Path.of("src/main/webapp/WEB-INF/web.xml"))) {
            NodeList constraints = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(descriptor)
                    .getElementsByTagName("security-constraint");
            for (int i = 0; i < constraints.getLength(); i++) {
                Element constraint = (Element) constraints.item(i);
                if (constraint.getElementsByTagName("auth-constraint").getLength() == 0) {
                    NodeList open = constraint.getElementsByTagName("url-pattern");
                    for (int j = 0; j < open.getLength(); j++) {
                        patterns.add(open.item(j).getTextContent());
                    }
                }
            }
        }
        return patterns;
    }

    private static String path(Method method) {
        Path own = method.getAnnotation(Path.class);
        return "/api" + method.getDeclaringClass().getAnnotation(Path.class).value() + (own == null ? "" : own.value());
    }

    private static List<Method> resourceMethods() {
        List<Method> methods = new ArrayList<>();
        for (Class<?> resource : classes(Path.class)) {
            for (Method method : resource.getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    if (annotation.annotationType().isAnnotationPresent(HttpMethod.class)) {
                        methods.add(method);
                    }
                }
            }
        }
        return methods;
    }

    private static List<Class<?>> classes(Class<? extends Annotation> marked) {
        try {
            java.nio.file.Path root = java.nio.file.Path.of(EngineApplication.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            List<Class<?>> found = new ArrayList<>();
            try (Stream<java.nio.file.Path> files = Files.walk(root)) {
                for (java.nio.file.Path file : (Iterable<java.nio.file.Path>)
                        files.filter(path -> path.toString().endsWith(".class"))::iterator) {
                    String name =
                            root.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                    AnnotatedElement type = Class.forName(name, false, RolesTest.class.getClassLoader());
                    if (type.isAnnotationPresent(marked)) {
                        found.add((Class<?>) type);
                    }
                }
            }
            return found;
        } catch (IOException | URISyntaxException | ClassNotFoundException unreadable) {
            throw new IllegalStateException("the classes under test cannot be listed", unreadable);
        }
    }
}
