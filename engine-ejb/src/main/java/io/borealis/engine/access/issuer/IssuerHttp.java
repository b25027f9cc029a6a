package io.borealis.engine.access.issuer;

import io.borealis.engine.TrustedAuthorities;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the issuer, server to server: a bounded time, a bounded size, no redirect followed. Thread-safe. */
final class IssuerHttp {
    static final int MOST_BYTES = 256 * 1024;
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final HttpClient http;

    /** @param caFile the authorities that are trusted, instead of those of the system */
    IssuerHttp(Optional<Path> caFile) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(LONGEST_CONNECT);
        caFile.map(file -> TrustedAuthorities.of("borealis.oidc.ca-file", file)).ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    record Answer(int status, String text) {
        @Override
        public String toString() {
            return "Answer[" + status + ", redacted]";
        }
    }

    Answer get(URI address) throws IssuerUnreachableException {
        return send(HttpRequest.newBuilder(address).GET(), address);
    }

    /** @param authorization the header of this name, if any; a credential */
    Answer post(URI address, Map<String, String> form, Optional<String> authorization)
            throws IssuerUnreachableException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(query(form)));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return send(request, address);
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer send(HttpRequest.Builder request, URI address) throws IssuerUnreachableException {
        HttpRequest ready =
                request.header("Accept", "application/json").timeout(LONGEST).build();
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(ready, head -> new BoundedText());
        try {
            HttpResponse<String> arrived = answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(arrived.statusCode(), arrived.body());
        } catch (ExecutionException failed) {
            throw new IssuerUnreachableException(address + " did not answer: " + failed.getCause(), failed);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IssuerUnreachableException(
                    address + " did not answer within " + LONGEST.toSeconds() + " seconds", late);
        } catch (InterruptedException stopping) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IssuerUnreachableException(address + " was not waited for: the Engine stops", stopping);
        }
    }

    /** A body of a bounded size, as UTF-8. */
    private static final class BoundedText implements BodySubscriber<String> {
        private final CompletableFuture<String> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private @Nullable Subscription subscription;

        @Override
        public CompletionStage<String> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Subscription made) {
            subscription = made;
            made.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                if (bytes.size() + part.remaining() > MOST_BYTES) {
                    Subscription running = subscription;
                    if (running != null) {
                        running.cancel();
                    }
                    whole.completeExceptionally(new IOException("more than " + MOST_BYTES + " bytes"));
                    return;
                }
                byte[] copy = new byte[part.remaining()];
                part.get(copy);
                bytes.writeBytes(copy);
            }
        }

        @Override
        public void onError(Throwable failed) {
            whole.completeExceptionally(failed);
        }

        @Override
        public void onComplete() {
            whole.complete(bytes.toString(StandardCharsets.UTF_8));
        }
    }
}
