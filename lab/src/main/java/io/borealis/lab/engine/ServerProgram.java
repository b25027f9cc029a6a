package io.borealis.lab.engine;

import io.borealis.lab.host.Running;
import java.util.List;
import java.util.Map;

/** How the application server's own scripts start and stop it on one kind of host. */
public interface ServerProgram {

    /**
     * Starts the server by its script.
     *
     * @param arguments of the script
     * @param environment added to what the script finds
     * @return what ends when the server cannot come up
     */
    Running start(List<String> arguments, Map<String, String> environment);

    /** What the server itself says to a question of its management, in words of its command line interface. */
    String ask(String question);

    /** The server's Java process. */
    Running process();

    /** An orderly stop, as an administrator asks for it; returns when the process is gone. */
    void stop();
}
