package io.borealis.lab.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The adapter as it comes and goes with its deployment. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class AdapterLifecycleIT {

    private static final Pattern NATIVE_COPY = Pattern.compile("\\S*/jna[0-9]+\\.tmp");
    private static final String PORT = "30381";

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = "sound", managed = false, testable = false)
    static EnterpriseArchive sound() {
        return ConnectorEar.around(war("lifecycle.war"), new ConnectorEar.Override("listenPort", PORT));
    }

    @Deployment(name = "misconfigured", managed = false, testable = false)
    static EnterpriseArchive misconfigured() {
        return ConnectorEar.around(war("misconfigured.war"), new ConnectorEar.Override("listenPort", "443"));
    }

    private static WebArchive war(String name) {
        return ShrinkWrap.create(WebArchive.class, name).addClass(NativeUse.class);
    }

    @Test
    void loadsOneNativeCopyOverTenDeployments() throws Exception {
        for (int deployment = 0; deployment < 10; deployment++) {
            deployer.deploy("sound");
            deployer.undeploy("sound");
        }
        assertThat(nativeCopies()).hasSize(1);
    }

    @Test
    void givesItsPortBackWhenItIsUndeployed() throws Exception {
        deployer.deploy("sound");
        assertThatThrownBy(AdapterLifecycleIT::bindItsPort).isInstanceOf(IOException.class);
        deployer.undeploy("sound");
        bindItsPort();
    }

    private static void bindItsPort() throws IOException {
        new DatagramSocket(Integer.parseInt(PORT)).close();
    }

    @Test
    void refusesABadPropertyInOneSentenceAndLeavesTheServerSound() {
        assertThatThrownBy(() -> deployer.deploy("misconfigured"))
                .hasStackTraceContaining("listenPort is '443', but a UDP port is 1 to 65535 and never 443: "
                        + "set borealis.network.listen-port, 30000 by default");
        deployer.deploy("sound");
        deployer.undeploy("sound");
    }

    private static Set<String> nativeCopies() throws IOException {
        ProcessHandle server = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().arguments().stream()
                        .flatMap(java.util.Arrays::stream)
                        .anyMatch(argument -> argument.startsWith("-Djboss.server.base.dir=")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the server is no child of the test"));
        String maps = Files.readString(Path.of("/proc", Long.toString(server.pid()), "maps"));
        return NATIVE_COPY.matcher(maps).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
