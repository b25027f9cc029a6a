package io.borealis.lab.console;

import io.borealis.lab.Lab;
import io.borealis.lab.host.Link;
import io.borealis.lab.host.Running;
import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Debian's nginx on the lab's desk, which offers the Engine under a path and is told to as {@code docs/operations.md} says.
 * Whoever makes it closes it.
 */
final class PathProxy implements AutoCloseable {

    static final String PATH = "/operations/borealis";

    private static final int PORT = 8444;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            pid FOLDER/nginx.pid;
            error_log FOLDER/nginx.error.log;
            events {}
            http {
                access_log off;
                client_body_temp_path FOLDER/body;
                proxy_temp_path FOLDER/proxy;
                fastcgi_temp_path FOLDER/fastcgi;
                uwsgi_temp_path FOLDER/uwsgi;
                scgi_temp_path FOLDER/scgi;
                map $http_upgrade $connection_upgrade {
                    default upgrade;
                    '' '';
                }
                server {
                    listen HERE:PORT ssl;
                    ssl_certificate FOLDER/proxy.pem;
                    ssl_certificate_key FOLDER/proxy.key;
                    location PATH/ {
                        proxy_pass https://ENGINE/;
                        proxy_http_version 1.1;
                        proxy_set_header Host $http_host;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection $connection_upgrade;
                        proxy_set_header X-Forwarded-For $remote_addr;
                        proxy_set_header X-Forwarded-Prefix PATH;
                        proxy_buffering off;
                        proxy_read_timeout 1h;
                    }
                }
            }
            """;

    private final Link desk;
    private final Running nginx;

    PathProxy(Lab lab) throws IOException {
        desk = lab.cable(Lab.DESK).orElseThrow();
        Path folder = Files.createDirectories(desk.leaf().files().resolve("proxy"));
        Commands.run(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=proxy",
                        "-keyout",
                        folder.resolve("proxy.key").toString(),
                        "-out",
                        folder.resolve("proxy.pem").toString())
                .orThrow("making the proxy's certificate");
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(
                configuration,
                CONFIGURATION
                        .replace("FOLDER", folder.toString())
                        .replace("HERE:PORT", desk.leafAddress() + ":" + PORT)
                        .replace("PATH", PATH)
                        .replace("ENGINE", lab.engine().url(desk.hubAddress()).getAuthority()));
        nginx = desk.leaf()
                .start("nginx", List.of("nginx", "-p", folder.toString(), "-c", configuration.toString()), Map.of());
        Until.holds(
                () -> desk.leaf()
                        .shell("ss -Hltn 'sport = :" + PORT + "'")
                        .orThrow("asking who listens")
                        .contains(":" + PORT),
                LONGEST,
                () -> "nginx does not listen: " + desk.leaf().files().resolve("nginx.log"));
    }

    /** Where the console is for who comes through it. */
    String base() {
        return "https://" + desk.leafAddress() + ":" + PORT + PATH;
    }

    @Override
    public void close() {
        nginx.kill();
    }
}
