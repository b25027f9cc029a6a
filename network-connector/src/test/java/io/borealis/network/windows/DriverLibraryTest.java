package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.jna.Library;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver's library is loaded only when it is the file that was installed. */
final class DriverLibraryTest {

    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path directory;

    @Test
    void refusesADirectoryWithoutTheLibrary() {
        assertRefused("wireguard.dll");
    }

    @Test
    void refusesALibraryWithoutItsHash() throws IOException {
        Files.writeString(directory.resolve("wireguard.dll"), "abc");
        assertRefused("wireguard.dll.sha256");
    }

    @Test
    void refusesALibraryWithAnotherHash() throws IOException {
        Files.writeString(directory.resolve("wireguard.dll"), "abd");
        Files.writeString(directory.resolve("wireguard.dll.sha256"), SHA256_OF_ABC);
        assertRefused("is not the file that was installed");
    }

    /** Upper case, a file name behind the hash and a line end are how tools write it. */
    @Test
    void triesToLoadALibraryWithTheRightHash() throws IOException {
        Files.writeString(directory.resolve("wireguard.dll"), "abc");
        Files.writeString(
                directory.resolve("wireguard.dll.sha256"),
                SHA256_OF_ABC.toUpperCase(java.util.Locale.ROOT) + "  wireguard.dll\r\n");
        assertRefused("cannot be loaded");
    }

    private interface OneFunctionTooMany extends Library {
        Pointer malloc(long size);

        Pointer mallocFromTheFuture(long size);
    }

    @Test
    void refusesALibraryThatLacksAFunction() {
        String everywhere = Platform.isWindows() ? "msvcrt" : "c";
        assertThatExceptionOfType(HostNetworkException.class)
                .isThrownBy(() -> DriverLibrary.load(everywhere, OneFunctionTooMany.class))
                .withMessageContaining("has no function mallocFromTheFuture")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(Win32.ERROR_PROC_NOT_FOUND));
    }

    private void assertRefused(String reason) {
        assertThatExceptionOfType(HostNetworkException.class)
                .isThrownBy(() -> DriverLibrary.inDirectory(directory).load())
                .withMessageContaining(reason)
                .withMessageContaining("Borealis.ps1")
                .satisfies(failure -> assertThat(failure.step()).isEqualTo(Step.LOAD_DRIVER_LIBRARY));
    }
}
