package io.borealis.lab.fault;

import io.borealis.lab.host.Host;
import io.borealis.lab.host.WindowsHost;
import io.borealis.lab.run.Commands;
import io.borealis.lab.run.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A disk of a few megabytes under one folder, which can be filled to its last byte and emptied again. */
final class SmallDisk implements AutoCloseable {

    private final Path folder;
    private final Path filler;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.filler = folder.resolve("filler");
    }

    /** Puts the disk where the folder of a host is that has no power; programs that start later see it. */
    static SmallDisk under(Host host, Path folder, String size) {
        try {
            Files.createDirectories(folder);
            if (host instanceof WindowsHost windows) {
                isADriveOf(windows, folder);
            }
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        }
        Commands.run("mount", "-t", "tmpfs", "-o", "size=" + size, "borealis-fault", folder.toString())
                .orThrow("mounting a small disk under " + folder);
        return new SmallDisk(folder);
    }

    // Wine takes whatever lies on a disk that is no drive for something that cannot be written
    private static void isADriveOf(WindowsHost host, Path folder) throws IOException {
        Path drives = host.machine().resolve("dosdevices");
        char letter = 'd';
        while (Files.exists(drives.resolve(letter + ":"), LinkOption.NOFOLLOW_LINKS)) {
            letter++;
        }
        Files.createSymbolicLink(drives.resolve(letter + ":"), folder);
    }

    /** Takes away what an earlier run left mounted below the folder. */
    static void removeBelow(Path folder) {
        Commands.run("sh", "-c", "grep -F ' " + folder + "/' /proc/mounts | cut -d ' ' -f 2")
                .text()
                .lines()
                .forEach(mounted -> Commands.run("umount", "--lazy", mounted).orThrow("unmounting " + mounted));
    }

    void fill() {
        // to what fills it already; it ends with "no space left on device", which is the purpose
        Commands.run("dd", "if=/dev/zero", "of=" + filler, "bs=1k", "oflag=append", "conv=notrunc");
        if (folder.toFile().getUsableSpace() > 0) {
            throw new LabException("the disk under " + folder + " could not be filled");
        }
    }

    void makeRoom() {
        try {
            Files.deleteIfExists(filler);
        } catch (IOException kept) {
            throw new UncheckedIOException(kept);
        }
    }

    @Override
    public void close() {
        Commands.run("umount", "--lazy", folder.toString()).orThrow("unmounting " + folder);
    }
}
