package io.borealis.lab.fault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/** A program that locks a file as a second Engine would, says so, and keeps the lock until it is ended. */
public final class FileHolder {

    static final String HELD = "the file is locked";

    private FileHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (FileChannel file =
                FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (file.tryLock() == null) {
                throw new IOException("somebody else has locked " + arguments[0]);
            }
            System.out.println(HELD);
            while (true) {
                LockSupport.park();
            }
        }
    }
}
