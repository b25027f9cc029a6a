package io.borealis.lab.fault;

import io.borealis.lab.Lab;
import io.borealis.lab.host.Host;
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

/** Has {@link HeapTaker} loaded by the lab's Engine when that starts, and gives it the word. */
final class HeapFiller {

    private final Path word;

    private HeapFiller(Path word) {
        this.word = word;
    }

    /** For each start of the Engine from now on; nothing happens until {@link #fill}. */
    static HeapFiller in(Lab lab) {
        Path jar = lab.run().folder().resolve("heap-filler.jar");
        Path word = lab.run().folder().resolve("fill-the-heap");
        write(jar);
        Host host = lab.engine().host();
        lab.engine().setJavaOption("-javaagent:" + host.nameOf(jar) + "=" + host.nameOf(word));
        return new HeapFiller(word);
    }

    void fill() {
        try {
            Files.createFile(word);
        } catch (IOException notGiven) {
            throw new UncheckedIOException(notGiven);
        }
    }

    /** An Engine that starts now keeps its heap. */
    void noMore() {
        try {
            Files.delete(word);
        } catch (IOException kept) {
            throw new UncheckedIOException(kept);
        }
    }

    private static void write(Path jar) {
        String name = HeapTaker.class.getName();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", name);
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
