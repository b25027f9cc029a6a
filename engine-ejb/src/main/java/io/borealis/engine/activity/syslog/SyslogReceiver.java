package io.borealis.engine.activity.syslog;

import io.borealis.engine.TrustedAuthorities;
import io.borealis.engine.activity.LineReceiver;
import io.borealis.protocol.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Sends lines to a syslog receiver over TLS (RFC 5424, RFC 5425), in their order and within a second or two. While it does not
 * answer 10,000 lines wait; what comes then is counted, and the count is a line of its own. TCP tells a sender what arrived at the
 * other machine, not what was kept there: what was on its way when a connection broke may be missing, and is in
 * reverse_tunnel.log. Thread-safe.
 */
public final class SyslogReceiver implements LineReceiver {
    private static final Logger LOG = System.getLogger(SyslogReceiver.class.getName());
    private static final int MOST_WAITING = 10_000;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int HANDSHAKE_MILLIS = 10_000;
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final SyslogSettings settings;
    private final SSLContext tls;
    private final Ticker ticker;
    private final String host;
    private final long process = ProcessHandle.current().pid();
    private final Future<?> turns;
    private final Future<?> watching;

    private final Deque<Line> waiting = new ArrayDeque<>();
    private volatile @Nullable SSLSocket socket;
    private volatile @Nullable Duration writingSince;
    private Duration pause = Duration.ZERO;
    private Duration nextTry = Duration.ZERO;
    private volatile boolean isOut;

    /** A line, or in its place how many there were no room for. */
    private record Line(Instant at, String text, AtomicLong missing) {
        String words() {
            return missing.get() == 0
                    ? text
                    : text + " count=" + missing + " detail=\"the receiver was away; they are in reverse_tunnel.log\"";
        }
    }

    /**
     * A receiver that is connected to when there is a line.
     *
     * @throws IllegalStateException when its authorities cannot be read
     */
    public SyslogReceiver(SyslogSettings settings, ScheduledExecutorService scheduler, Ticker ticker) {
        this.settings = settings;
        this.tls = settings.caFile()
                .map(file -> TrustedAuthorities.of(SyslogSettings.CA_FILE, file))
                .orElseGet(SyslogReceiver::ofTheSystem);
        this.ticker = ticker;
        this.host = hostName();
        this.turns = scheduler.scheduleWithFixedDelay(this::turn, 1, 1, TimeUnit.SECONDS);
        this.watching = scheduler.scheduleWithFixedDelay(this::watch, 5, 5, TimeUnit.SECONDS);
    }

    private static SSLContext ofTheSystem() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no TLS", impossible);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            LOG.log(Level.DEBUG, "this machine has no name for the receiver: {0}", nameless.getMessage());
            return "";
        }
    }

    @Override
    public void take(Instant at, String line) {
        synchronized (waiting) {
            if (waiting.size() < MOST_WAITING) {
                waiting.add(new Line(at, line, new AtomicLong()));
            } else if (waiting.getLast().missing().get() > 0) {
                waiting.getLast().missing().incrementAndGet();
            } else {
                waiting.add(new Line(at, "lines_missing", new AtomicLong(1)));
            }
        }
    }

    // One at a time; what throws here would be the last one
    private synchronized void turn() {
        if (isNothingWaiting() || ticker.elapsed().compareTo(nextTry) < 0) {
            return;
        }
        try {
            send();
            if (isOut) {
                LOG.log(Level.INFO, "the syslog receiver {0} takes lines again", settings.receiver());
                isOut = false;
            }
            pause = Duration.ZERO;
        } catch (IOException | RuntimeException failed) {
            drop();
            pause = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            nextTry = ticker.elapsed().plus(pause);
            if (!isOut) {
                LOG.log(
                        Level.WARNING,
                        "the syslog receiver {0} takes no lines, {1} wait at most: {2}",
                        settings.receiver(),
                        Integer.toString(MOST_WAITING),
                        failed.toString());
                isOut = true;
            }
        }
    }

    private void send() throws IOException {
        OutputStream out = connected().getOutputStream();
        for (Line line = next(); line != null; line = next()) {
            writingSince = ticker.elapsed();
            try {
                out.write(SyslogMessage.framed(line.at(), host, process, line.words()));
                out.flush();
            } catch (IOException | RuntimeException failed) {
                giveBack(line);
                throw failed;
            } finally {
                writingSince = null;
            }
        }
    }

    private boolean isNothingWaiting() {
        synchronized (waiting) {
            return waiting.isEmpty();
        }
    }

    private @Nullable Line next() {
        synchronized (waiting) {
            return waiting.poll();
        }
    }

    private void giveBack(Line line) {
        synchronized (waiting) {
            waiting.addFirst(line);
        }
    }

    private SSLSocket connected() throws IOException {
        SSLSocket before = socket;
        if (before != null && isOpen(before)) {
            return before;
        }
        drop();
        Socket plain = new Socket();
        try {
            plain.connect(
                    new InetSocketAddress(
                            settings.receiver().host(), settings.receiver().port()),
                    CONNECT_MILLIS);
            SSLSocket made = (SSLSocket) tls.getSocketFactory()
                    .createSocket(
                            plain,
                            settings.receiver().host(),
                            settings.receiver().port(),
                            true);
            SSLParameters checks = made.getSSLParameters();
            // The certificate has the name that is configured, or nothing is sent
            checks.setEndpointIdentificationAlgorithm("HTTPS");
            checks.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            made.setSSLParameters(checks);
            made.setSoTimeout(HANDSHAKE_MILLIS);
            made.startHandshake();
            made.setSoTimeout(1);
            socket = made;
            return made;
        } catch (IOException | RuntimeException failed) {
            plain.close();
            throw failed;
        }
    }

    // A receiver says nothing but that it goes away, and who only writes learns that one message too late
    private static boolean isOpen(SSLSocket open) throws IOException {
        try {
            return open.getInputStream().read() >= 0;
        } catch (SocketTimeoutException silent) {
            return true;
        }
    }

    /** A receiver that takes nothing is left: whoever writes to it would wait for ever. */
    private void watch() {
        Duration since = writingSince;
        if (since != null && ticker.since(since).compareTo(LONGEST_WRITE) > 0) {
            drop();
        }
    }

    private void drop() {
        Socket before = socket;
        socket = null;
        if (before != null) {
            try {
                before.close();
            } catch (IOException gone) {
                LOG.log(Level.DEBUG, "the connection to the syslog receiver was gone: {0}", gone.getMessage());
            }
        }
    }

    @Override
    public void close() {
        turns.cancel(false);
        if (!isOut) {
            turn();
        }
        // last: a receiver that takes nothing must not keep the Engine from stopping
        watching.cancel(false);
        drop();
    }
}
