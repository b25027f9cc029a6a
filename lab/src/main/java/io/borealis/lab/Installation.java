package io.borealis.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the build of a tree made and a lab runs: server, EAR, agent, stand-ins. Immutable.
 *
 * @param tree root of the source tree
 */
record Installation(Path tree) {

    /** The provisioned WildFly; never written to. */
    Path server() {
        return present(tree.resolve("wildfly-config/target/server"));
    }

    Path makeCertificates() {
        return present(tree.resolve("wildfly-config/make-certificates.sh"));
    }

    Path ear() {
        return oneOf(tree.resolve("engine-ear/target"), ".ear");
    }

    /** The libraries that take the place of the Windows DLLs here. */
    Path standIns() {
        return present(tree.resolve("lab/stand-ins/target/lib"));
    }

    /** The agent with everything that it needs. */
    List<Path> agentClassPath() {
        Path lib = present(tree.resolve("agent-service/target/agent/lib"));
        return List.of(oneOf(tree.resolve("agent-service/target"), ".jar"), lib.resolve("*"));
    }

    Path agentJvmOptions() {
        return present(tree.resolve("agent-service/target/agent/jvm.options"));
    }

    /** The lab's own classes, for processes on its hosts. */
    List<Path> labClassPath() {
        return List.of(tree.resolve("lab/target/classes"), tree.resolve("lab/target/lib/*"));
    }

    private static Path present(Path path) {
        if (!Files.exists(path)) {
            throw new LabException(path + " is missing; build first: mvn package -DskipTests");
        }
        return path;
    }

    private static Path oneOf(Path folder, String ending) {
        try (Stream<Path> files = Files.list(present(folder))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().matches(".*-(sources|tests|javadoc)\\.jar"))
                    .toList();
            if (found.size() != 1) {
                throw new LabException("expected one *" + ending + " in " + folder + ", found " + found);
            }
            return found.get(0);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
