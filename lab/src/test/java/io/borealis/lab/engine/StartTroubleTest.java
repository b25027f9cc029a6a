package io.borealis.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartTroubleTest {

    private static final String BEGINS =
            "12:00:00,001 INFO  [org.jboss.as] (MSC service thread 1-2) WFLYSRV0049: WildFly starting\n";

    @Test
    void isTheSentenceOfTheProductHoweverDeepItsOwnCausesGo() {
        String log = BEGINS
                + "12:00:01,002 ERROR [org.jboss.msc.service.fail] (MSC service thread 1-1) MSC000001: Failed to start\n"
                + "\tat org.jboss.as.connector@39//Some.start(Some.java:7)\n"
                + "Caused by: jakarta.resource.spi.ResourceAdapterInternalException: UDP port 30000 is taken: free it\n"
                + "\t... 6 more\n"
                + "Caused by: java.net.BindException: Address already in use\n"
                + "12:00:02,003 ERROR [org.jboss.as.controller] (Controller Boot Thread) WFLYCTL0013: Operation failed\n";

        assertThat(StartTrouble.in(log)).isEqualTo("UDP port 30000 is taken: free it");
    }

    @Test
    void isTheInnermostCauseOfTheFirstTroubleElse() {
        String log = BEGINS
                + "12:00:01,002 ERROR [org.jboss.msc.service.fail] (MSC service thread 1-1) MSC000001: Failed to start\n"
                + "Caused by: java.lang.IllegalStateException: outer\n"
                + "Caused by: java.net.BindException: Address already in use\n"
                + "12:00:02,003 ERROR [org.jboss.as.server] (x) WFLYSRV0021: rolled back\n"
                + "Caused by: java.lang.RuntimeException: what followed from it\n";

        assertThat(StartTrouble.in(log)).isEqualTo("Address already in use");
    }

    @Test
    void isTheFirstErrorOrTheLastWordsWhereNoCauseIsTold() {
        String error = "12:00:01,002 FATAL [org.jboss.as.server] (x) WFLYSRV0056: Server boot has failed\n";

        assertThat(StartTrouble.in(BEGINS + error + BEGINS)).isEqualTo("WFLYSRV0056: Server boot has failed");
        assertThat(StartTrouble.in("one\nJAVA_HOME is no folder\n\n")).isEqualTo("JAVA_HOME is no folder");
        assertThat(StartTrouble.in("")).isEqualTo("it said nothing");
    }
}
