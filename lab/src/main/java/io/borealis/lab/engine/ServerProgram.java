package io.borealis.lab.engine;

import io.borealis.lab.host.Running;
import java.util.List;

/** How the application server's own scripts start and stop it on one kind of host. */
public interface ServerProgram {

    /**
     * Starts the server by its script.
     *
     * @param arguments of the script
     * @return what ends when the server cannot come up
     */
    Running start(List<String> arguments);

    /** What the server itself says to a question of its management, in words of its command line interface. */
    String ask(String question);

    /** The server's Java process. */
    Running process();

    /** An orderly stop, as an administrator asks for it; returns when the process is gone. */
    void stop();
}
