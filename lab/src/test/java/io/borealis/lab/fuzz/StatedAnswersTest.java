package io.borealis.lab.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each method of the HTTP interface may answer stands beside it, for {@code DocumentedProblems} to complete. */
class StatedAnswersTest {

    private static final Path WEB = Path.of("..", "engine-web");
    private static final String OPENAPI = "org.eclipse.microprofile.openapi.annotations.responses.";
    private static final Set<String> HTTP_METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH");
    private static final Pattern CODES = Pattern.compile("[a-z0-9_]+(, [a-z0-9_]+)*");
    /** The code is the first text without a capital letter or a blank. */
    private static final Pattern USED = Pattern.compile(
            "(?:Problem\\s*\\.(?:of|badRequest|forbidden|notFound|conflict|tooMany)|MalformedRequestException)"
                    + "\\((?:(?!\\.with\\()[^;])*?\"([a-z0-9_]+)\"");

    /** Bugs, statuses that the server has and the Engine does not, and what only a WebSocket is answered. */
    private static final Set<String> NEVER_STATED = Set.of("internal_error", "refused", "origin_not_allowed");

    private static List<JavaMethod> methods;

    @BeforeAll
    static void readTheInterface() {
        methods = new ClassFileImporter()
                .importPath(WEB.resolve("target/classes")).stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.getAnnotations().stream()
                                .map(annotation -> annotation.getRawType().getName())
                                .anyMatch(name -> name.startsWith("jakarta.ws.rs.")
                                        && HTTP_METHODS.contains(name.substring("jakarta.ws.rs.".length()))))
                        .toList();
        assertThat(methods).hasSizeGreaterThan(10);
    }

    @Test
    void everyMethodStatesItsSuccessWithAForm() {
        assertThat(methods)
                .filteredOn(method -> method.getRawReturnType().getSimpleName().equals("Response"))
                .isNotEmpty()
                .allSatisfy(method -> assertThat(answers(method))
                        .as(method.getFullName())
                        .anyMatch(answer -> statusOf(answer).startsWith("3")
                                || statusOf(answer).startsWith("2")
                                        && (statusOf(answer).equals("204") || contents(answer).length > 0)));
    }

    @Test
    void everyRefusalIsStatedByItsCodesAndNoneIsABug() {
        for (JavaMethod method : methods) {
            assertThat(answers(method))
                    .as(method.getFullName())
                    .filteredOn(answer -> !statusOf(answer).matches("[23].."))
                    .allSatisfy(answer -> {
                        assertThat(statusOf(answer)).isNotEqualTo("500");
                        assertThat(text(answer, "description")).matches(CODES);
                    });
        }
    }

    @Test
    void everyCodeOfTheSourceIsStated() throws IOException {
        Set<String> stated = new HashSet<>(NEVER_STATED);
        methods.forEach(method -> answers(method)
                .forEach(answer ->
                        stated.addAll(Arrays.asList(text(answer, "description").split(", ")))));
        Set<String> used = new HashSet<>();
        try (Stream<Path> sources = Files.walk(WEB.resolve("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                String text = Files.readString(source);
                if (source.endsWith("DocumentedProblems.java")) {
                    // what every method may answer stands here
                    Pattern.compile("\"([a-z0-9_]+)\"")
                            .matcher(text)
                            .results()
                            .forEach(code -> stated.add(code.group(1)));
                } else {
                    Matcher code = USED.matcher(text);
                    while (code.find()) {
                        used.add(code.group(1));
                    }
                }
            }
        }
        assertThat(used).hasSizeGreaterThan(20);
        assertThat(stated).containsAll(used);
    }

    private static List<JavaAnnotation<?>> answers(JavaMethod method) {
        List<JavaAnnotation<?>> answers = new ArrayList<>();
        for (JavaAnnotation<?> annotation : method.getAnnotations()) {
            String name = annotation.getRawType().getName();
            if (name.equals(OPENAPI + "APIResponse")) {
                answers.add(annotation);
            } else if (name.equals(OPENAPI + "APIResponses")) {
                for (Object one : (Object[]) annotation.get("value").orElse(new Object[0])) {
                    answers.add((JavaAnnotation<?>) one);
                }
            }
        }
        return answers;
    }

    private static String statusOf(JavaAnnotation<?> answer) {
        return text(answer, "responseCode");
    }

    private static String text(JavaAnnotation<?> answer, String property) {
        return answer.tryGetExplicitlyDeclaredProperty(property)
                .map(Object::toString)
                .orElse("");
    }

    private static Object[] contents(JavaAnnotation<?> answer) {
        return (Object[]) answer.tryGetExplicitlyDeclaredProperty("content").orElse(new Object[0]);
    }
}
