import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Says to tests that are Windows processes what the kernel below them has: a line asks for {@code ip} or {@code nft}
 * with its words, their output is the answer. On the loopback address of a namespace of the lab's own. Argument: a file
 * that gets the port.
 */
final class Witness {

    private static final Set<String> ASKED = Set.of("ip", "nft");

    private Witness() {}

    public static void main(String[] arguments) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            Files.writeString(Path.of(arguments[0]), server.getLocalPort() + "\n");
            while (true) {
                try (Socket caller = server.accept()) {
                    answer(caller);
                } catch (IOException gone) {
                    System.err.println("a question went unanswered: " + gone);
                }
            }
        }
    }

    private static void answer(Socket caller) throws IOException {
        BufferedReader line = new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
        List<String> words = List.of(String.valueOf(line.readLine()).split(" "));
        if (!ASKED.contains(words.get(0))) {
            throw new IOException("only ip and nft may be asked: " + words);
        }
        Process program = new ProcessBuilder(words).redirectErrorStream(true).start();
        program.getOutputStream().close();
        program.getInputStream().transferTo(caller.getOutputStream());
    }
}
