package io.borealis.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
        return present(tree.resolve("engine-ear/target/borealis.ear"));
    }

    /** The libraries that take the place of the Windows DLLs here. */
    Path standIns() {
        return present(tree.resolve("lab/stand-ins/target/lib"));
    }

    /** The agent with everything that it needs. */
    List<Path> agentClassPath() {
        return List.of(present(tree.resolve("agent-service/target/agent/lib")).resolve("*"));
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
}
