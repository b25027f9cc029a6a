package io.borealis.agent.terminal;

import java.util.List;

/** The processes that descend from a shell when it ends; asked for before, because orphans cannot be found any more. */
final class Descendants implements ProcessFamily {

    private final Process shell;

    Descendants(Process shell) {
        this.shell = shell;
    }

    @Override
    public void end(Runnable hangUp) {
        List<ProcessHandle> family = ProcessHandle.of(shell.pid())
                .map(handle -> handle.descendants().toList())
                .orElse(List.of());
        hangUp.run();
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
