package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The stand-ins for Windows' three libraries and the namespace in which they act. Tests that need them say so by
 * {@link #require}: what is missing fails the test, unless the environment says BOREALIS_LAB=off.
 */
public final class Lab {

    static final List<String> LIBRARIES = List.of(WireGuardLibrary.NAME, IpHelperLibrary.NAME, FilteringLibrary.NAME);

    /** Enough for the stand-ins, and quick where a test wants to see the end of patience. */
    static final Patience PATIENCE = new Patience(
            new Retries(2, Duration.ofMillis(1), Duration.ofMillis(1)),
            new Retries(400, Duration.ofMillis(1), Duration.ofMillis(5)),
            new Retries(2, Duration.ofMillis(1), Duration.ofMillis(1)),
            new Retries(2, Duration.ofMillis(1), Duration.ofMillis(1)));

    /** Held, because a level lives as long as its logger. */
    private static final Logger DRIVER = Logger.getLogger("io.borealis.network.driver");

    /** Of no kind that the product makes. */
    static final String NEIGHBOUR = "neighbour";

    private static final String SKIP = "BOREALIS_LAB";

    /** Where a Windows process asks for what the kernel below it has; lab/windows/unit-test answers there. */
    private static final String WITNESS = "borealis.lab.witness";

    private Lab() {}

    public static void require() {
        String missing = whatIsMissing();
        if (missing.isEmpty()) {
            DRIVER.setLevel(Level.WARNING);
            return;
        }
        if ("off".equals(System.getenv(SKIP))) {
            System.err.println(
                    "NOT TESTED, because " + SKIP + "=off: the Windows network on its stand-ins (" + missing + ")");
            Assumptions.abort(missing);
        }
        Assertions.fail(missing + ". Set " + SKIP + "=off to leave these tests out on purpose.");
    }

    private static String whatIsMissing() {
        Path directory = Path.of(System.getProperty("jna.library.path", "."));
        for (String library : LIBRARIES) {
            if (!Files.exists(directory.resolve(System.mapLibraryName(standInFor(library))))) {
                return "there is no stand-in " + directory.resolve(System.mapLibraryName(standInFor(library)))
                        + "; build it with: mvn -pl lab/stand-ins compile, or lab/windows/prepare";
            }
        }
        if (!Platform.isWindows() && !Files.isWritable(Path.of("/dev/net/tun"))) {
            return "this machine grants no TUN device (/dev/net/tun); run as root outside an unprivileged container";
        }
        return "";
    }

    static WindowsHostNetwork host() {
        return new WindowsHostNetwork(DriverLibrary.onLibraryPath(), PATIENCE);
    }

    /** The next {@code times} calls of this function fail with the code; 0 means all of them until {@link #heal}. */
    static void fail(String function, int code, int times) {
        failFrom(function, code, 1, times);
    }

    /** As {@link #fail(String, int, int)}, beginning with the nth call from now. */
    static void failFrom(String function, int code, int nth, int times) {
        Object armed = of(function)
                .getFunction("BorealisLabFail")
                .invoke(int.class, new Object[] {function, code, nth, times});
        assertThat(armed).as("%s can be made to fail", function).isNotEqualTo(0);
    }

    static long calls(String function) {
        return (long) of(function).getFunction("BorealisLabCalls").invoke(long.class, new Object[] {function});
    }

    /** No fault is armed any more, and calls are counted from zero. */
    static void heal() {
        LIBRARIES.forEach(library -> NativeLibrary.getInstance(standInFor(library))
                .getFunction("BorealisLabReset")
                .invoke(new Object[0]));
    }

    private static NativeLibrary of(String function) {
        String library = function.startsWith("WireGuard")
                ? WireGuardLibrary.NAME
                : function.startsWith("Fwpm") ? FilteringLibrary.NAME : IpHelperLibrary.NAME;
        return NativeLibrary.getInstance(standInFor(library));
    }

    /** As a Windows process the product finds a library that passes the call on, for Windows has two of these names. */
    private static String standInFor(String library) {
        return Platform.isWindows() && !library.equals(WireGuardLibrary.NAME) ? "borealis_" + library : library;
    }

    /** The stand-ins' network interfaces in this namespace. */
    public static List<String> adapters() throws IOException, InterruptedException {
        return lines("ip", "-o", "link", "show")
                .map(line -> line.split(": ")[1])
                .filter(name -> name.startsWith("bor"))
                .toList();
    }

    /** As an administrator would by mistake. */
    public static void deleteAdapter(String name) throws IOException, InterruptedException {
        assertThat(lines("ip", "link", "delete", name)).isEmpty();
    }

    /** Another interface of this namespace, with this address and the route that it brings. */
    static void occupy(String address) throws IOException, InterruptedException {
        assertThat(lines("ip", "link", "add", NEIGHBOUR, "type", "veth", "peer", "name", NEIGHBOUR + "-far"))
                .isEmpty();
        assertThat(lines("ip", "address", "add", address, "dev", NEIGHBOUR)).isEmpty();
        assertThat(lines("ip", "link", "set", NEIGHBOUR, "up")).isEmpty();
        assertThat(lines("ip", "link", "set", NEIGHBOUR + "-far", "up")).isEmpty();
    }

    /** Routes a network through that interface too, with the words of {@code ip route}. */
    static void route(String... network) throws IOException, InterruptedException {
        assertThat(lines(Stream.of(new String[] {"ip", "route", "add"}, network, new String[] {"dev", NEIGHBOUR})
                        .flatMap(Stream::of)
                        .toArray(String[]::new)))
                .isEmpty();
    }

    static void vacate() throws IOException, InterruptedException {
        assertThat(lines("ip", "link", "delete", NEIGHBOUR)).isEmpty();
    }

    /** Name servers of this machine beside those that it has; none takes them back. */
    static void nameServers(String... addresses) {
        NativeLibrary.getInstance(standInFor(IpHelperLibrary.NAME))
                .getFunction("BorealisLabNameServers")
                .invoke(new Object[] {String.join(" ", addresses)});
    }

    /** What the kernel of this namespace filters, and routes into tunnels; empty when nothing is left behind. */
    public static List<String> traces() throws IOException, InterruptedException {
        return Stream.of(
                        lines("nft", "list", "tables"),
                        lines("ip", "-4", "-o", "address", "show").filter(line -> line.contains(" bor")),
                        lines("ip", "-4", "route", "show", "table", "all").filter(line -> line.contains(" dev bor")),
                        adapters().stream())
                .flatMap(line -> line)
                .toList();
    }

    private static Stream<String> lines(String... command) throws IOException, InterruptedException {
        if (Platform.isWindows()) {
            try (Socket witness = new Socket(InetAddress.getLoopbackAddress(), Integer.getInteger(WITNESS, 0))) {
                witness.getOutputStream().write((String.join(" ", command) + "\n").getBytes(StandardCharsets.UTF_8));
                return new String(witness.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
            }
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines();
    }
}
