package io.borealis.lab.fault;

import io.borealis.lab.Lab;
import io.borealis.lab.Legs;
import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Leg;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Loads {@link HeapTaker} into a running Java program, by the means that Java has for its own tools. */
final class HeapFiller {

    private HeapFiller() {}

    /** Fills the heap of the lab's Engine. */
    static void fill(Lab lab) {
        Legs.only(Leg.QUICK, "a Java program under Wine cannot be reached by the tools of Java that this uses");
        Path jar = lab.run().folder().resolve("heap-filler.jar");
        write(jar);
        String java = lab.engine().host().java();
        // the program may end before it answers: what ended it is asked later
        Commands.run(
                java.substring(0, java.length() - "java".length()) + "jcmd",
                Long.toString(lab.engine().process().pid()),
                "JVMTI.agent_load",
                jar.toString());
    }

    private static void write(Path jar) {
        String name = HeapTaker.class.getName();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", name);
        String entry = name.replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream compiled = HeapTaker.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            if (compiled == null) {
                throw new IOException(entry + " is not compiled");
            }
            compiled.transferTo(out);
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }
}
