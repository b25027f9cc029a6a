package io.borealis.agent;

import io.borealis.agent.activity.AgentLog;
import io.borealis.agent.activity.SystemLog;
import io.borealis.agent.activity.SystemLog.Event;
import io.borealis.agent.activity.windows.EventLog;
import io.borealis.agent.device.AgentHome;
import io.borealis.agent.device.AgentSettings;
import io.borealis.agent.device.EnrollmentRefusedException;
import io.borealis.agent.device.InvalidSettingException;
import io.borealis.agent.device.SettingsFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the service host of Windows and a person at a console start. Exit codes: 0 stopped, 1 failed, 2 wrong settings
 * or arguments, 3 not enrolled.
 */
public final class AgentService {

    private static final int STOPPED = 0;
    private static final int FAILED = 1;
    private static final int WRONG_SETTINGS = 2;
    private static final int NOT_ENROLLED = 3;
    private static final long LAST_PATIENCE_MILLIS = 300;
    private static final CountDownLatch FINISHED = new CountDownLatch(1);

    /** Of the service on Windows alone: who runs the agent by hand sees it, and elsewhere its own log says it all. */
    private static volatile SystemLog systemLog = (event, text) -> {};

    private static volatile @Nullable Agent running;
    private static volatile @Nullable Thread runner;

    private AgentService() {}

    /** {@code run <agent.properties>}: works until the process is asked to end. */
    public static void main(String[] arguments) {
        if (arguments.length != 2 || !"run".equals(arguments[0])) {
            System.err.println("usage: AgentService run <agent.properties>");
            System.exit(WRONG_SETTINGS);
        }
        AgentLog.begin();
        AgentLog.toConsole(Level.ALL);
        Runtime.getRuntime().addShutdownHook(new Thread(AgentService::stopRunning, "stop"));
        System.exit(work(arguments[1]));
    }

    /**
     * Called by the service host; does not return before the service stops.
     *
     * @param arguments the path of agent.properties
     */
    public static void start(String[] arguments) {
        int code = FAILED;
        try {
            AgentLog.begin();
            // what goes wrong before the log file is open is found in the service host's file for stderr
            AgentLog.toConsole(Level.SEVERE);
            if (System.getProperty("os.name").startsWith("Windows")) {
                systemLog = new EventLog();
            }
            code = arguments.length == 1
                    ? work(arguments[0])
                    : failed(WRONG_SETTINGS, "the service must be given the path of agent.properties", null);
        } finally {
            if (code != STOPPED) {
                // an exception or a return would leave a service that runs and does nothing; this makes recovery count
                // it
                Runtime.getRuntime().halt(code);
            }
        }
    }

    /** Called by the service host, on a thread of its own. */
    public static void stop(String[] arguments) {
        stopRunning();
    }

    private static int work(String properties) {
        try {
            SettingsFile file = new SettingsFile(Path.of(properties));
            AgentSettings settings = file.read();
            AgentHome home = new AgentHome(settings.home());
            home.prepare();
            AgentLog.toFile(home.logFile());
            Agent agent = new Agent(file, settings, home);
            runner = Thread.currentThread();
            running = agent;
            systemLog.tell(Event.STARTED, "The Borealis agent starts, home " + settings.home());
            agent.run();
            systemLog.tell(Event.STOPPED, "The Borealis agent stops");
            return STOPPED;
        } catch (InvalidSettingException wrong) {
            return failed(WRONG_SETTINGS, String.valueOf(wrong.getMessage()), null);
        } catch (InvalidPathException noPath) {
            return failed(WRONG_SETTINGS, "the agent's settings have no usable path: " + noPath.getMessage(), null);
        } catch (EnrollmentRefusedException refused) {
            return failed(NOT_ENROLLED, String.valueOf(refused.getMessage()), null);
        } catch (InterruptedException stopped) {
            systemLog.tell(Event.STOPPED, "The Borealis agent stops");
            return STOPPED;
        } catch (IOException | RuntimeException | Error broken) {
            return failed(FAILED, "the agent cannot work: " + broken.getMessage(), broken);
        } finally {
            FINISHED.countDown();
        }
    }

    private static int failed(int code, String why, @Nullable Throwable cause) {
        Logger log = LoggerFactory.getLogger(AgentService.class);
        log.error(why, cause);
        systemLog.tell(Event.FAILED, "The Borealis agent failed with code " + code + ": " + why);
        return code;
    }

    private static void stopRunning() {
        Agent agent = running;
        Thread worker = runner;
        try {
            if (agent != null) {
                agent.stop();
            }
            if (worker != null && FINISHED.getCount() > 0) {
                worker.interrupt();
                FINISHED.await(LAST_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
