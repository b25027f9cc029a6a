package io.borealis.lab.access;

import io.borealis.web.EngineApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The classes of the web module as it was built: nobody has to add a new one to a list. */
final class WebClasses {

    private static final String CLASS = ".class";

    private WebClasses() {}

    /** Those that carry the annotation themselves. */
    static List<Class<?>> with(Class<? extends Annotation> annotation) {
        List<Class<?>> found = new ArrayList<>();
        try (JarFile jar = new JarFile(Path.of(EngineApplication.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().endsWith(CLASS) && names(jar, entry, annotation)) {
                    Class<?> type = load(entry.getName());
                    if (type.isAnnotationPresent(annotation)) {
                        found.add(type);
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        return found;
    }

    // Read and not loaded: others stand on parts of the server that are not here
    private static boolean names(JarFile jar, JarEntry entry, Class<? extends Annotation> annotation)
            throws IOException {
        String descriptor = "L" + annotation.getName().replace('.', '/') + ";";
        return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1).contains(descriptor);
    }

    private static Class<?> load(String path) {
        String name = path.substring(0, path.length() - CLASS.length()).replace('/', '.');
        try {
            return Class.forName(name, false, WebClasses.class.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
