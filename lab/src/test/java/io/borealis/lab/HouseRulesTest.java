package io.borealis.lab;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules of the house that a compiler does not know. Each says why it exists. */
class HouseRulesTest {

    static final List<String> MODULES = List.of(
            "protocol", "network-connector", "persistence", "engine-ejb", "engine-web", "agent-service", "verify");
    private static final Pattern FEATURE_PACKAGE = Pattern.compile(
            "io\\.borealis\\.(protocol|persistence|engine|web|agent|verify)"
                    + "(\\.(device|tunnel|access|activity|control|terminal|token)(\\.windows)?)?"
                    + "|io\\.borealis\\.persistence\\.jpql"
                    + "|io\\.borealis\\.engine\\.(tunnel\\.host|activity\\.(history|live|report|seal|syslog)|token\\.rotation|access\\.(issuer|request))");
    private static final Pattern NETWORK_PACKAGE =
            Pattern.compile("io\\.borealis\\.network(\\.(windows|memory|connector|keys(\\.windows)?))?");
    private static final Set<String> ROLE_ANNOTATIONS = Set.of(
            "jakarta.annotation.security.RolesAllowed",
            "jakarta.annotation.security.PermitAll",
            "jakarta.annotation.security.DenyAll");
    private static final Set<String> HTTP_METHODS = Set.of(
            "jakarta.ws.rs.GET",
            "jakarta.ws.rs.POST",
            "jakarta.ws.rs.PUT",
            "jakarta.ws.rs.DELETE",
            "jakarta.ws.rs.PATCH",
            "jakarta.ws.rs.HEAD",
            "jakarta.ws.rs.OPTIONS");

    private static JavaClasses product;

    @BeforeAll
    static void readTheCompiledProduct() {
        List<Path> paths = MODULES.stream()
                .map(module -> Path.of("..", module, "target", "classes"))
                .toList();
        assertThat(paths)
                .as("every module was compiled before the house rules run")
                .allMatch(Files::isDirectory);
        product = new ClassFileImporter().importPaths(paths);
    }

    @Test
    void modulesDependInOneDirectionOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.borealis..")
                .layer("protocol")
                .definedBy("io.borealis.protocol..")
                .layer("network")
                .definedBy("io.borealis.network..")
                .layer("persistence")
                .definedBy("io.borealis.persistence..")
                .layer("engine")
                .definedBy("io.borealis.engine..")
                .layer("web")
                .definedBy("io.borealis.web..")
                .layer("agent")
                .definedBy("io.borealis.agent..")
                .layer("verify")
                .definedBy("io.borealis.verify..")
                .whereLayer("verify")
                .mayOnlyAccessLayers("protocol")
                .whereLayer("protocol")
                .mayNotAccessAnyLayer()
                .whereLayer("network")
                .mayOnlyAccessLayers("protocol")
                .whereLayer("persistence")
                .mayOnlyAccessLayers("protocol")
                .whereLayer("engine")
                .mayOnlyAccessLayers("protocol", "network", "persistence")
                .whereLayer("web")
                .mayOnlyAccessLayers("protocol", "engine")
                .whereLayer("agent")
                .mayOnlyAccessLayers("protocol", "network")
                .because(
                        "a newcomer reads the modules from the top down, and the agent must never drag the Engine along")
                .check(product);
    }

    @Test
    void packagesAreFeaturesAndSpeakTheSevenWords() {
        classes()
                .should(new ArchCondition<JavaClass>("live in a feature package") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        String name = type.getPackageName();
                        boolean known = FEATURE_PACKAGE.matcher(name).matches()
                                || NETWORK_PACKAGE.matcher(name).matches();
                        events.add(new SimpleConditionEvent(type, known, type.getName() + " lives in " + name));
                    }
                })
                .because("who has learned the words device, tunnel, access, activity, control, terminal, token knows"
                        + " where everything is")
                .check(product);
    }

    @Test
    void featuresOfTheProtocolAndTheAgentHaveNoCycles() {
        slices().matching("io.borealis.protocol.(*)..")
                .should()
                .beFreeOfCycles()
                .check(product);
        slices().matching("io.borealis.persistence.(*)..")
                .should()
                .beFreeOfCycles()
                .check(product);
        slices().matching("io.borealis.network.(*)..").should().beFreeOfCycles().check(product);
    }

    @Test
    void theHostSideOfTunnelsKnowsNothingOfTheirLife() {
        noClasses()
                .that()
                .resideInAPackage("io.borealis.engine.tunnel.host")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.borealis.engine.tunnel")
                .because("who decides about a tunnel uses the host; the host that asked back would close a circle")
                .check(product);
    }

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        noClasses()
                .that(DescribedPredicate.not(DescribedPredicate.describe(
                        "the class that the service host starts",
                        (JavaClass type) -> type.getName().equals("io.borealis.agent.AgentService"))))
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Service")
                .orShould()
                .haveSimpleNameEndingWith("Dto")
                .because("such a name says that nobody knew what the class is")
                .check(product);
    }

    @Test
    void nativeCodeStaysInTheWindowsPackages() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..windows..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.jna..")
                .because("everything that only Windows has stands behind an interface of its feature")
                .check(product);
    }

    @Test
    void connectorContractsStayInTheConnector() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.borealis.network.connector..")
                .should()
                .dependOnClassesThat(resideInAPackage("jakarta.resource.spi.."))
                .because("callers see domain words, the SPI of Jakarta Connectors stays in the adapter")
                .check(product);
    }

    @Test
    void protocolIsPureJava() {
        noClasses()
                .that()
                .resideInAPackage("io.borealis.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "javax.naming..", "com.sun.jna..")
                .because("it runs in the Engine and in every agent")
                .check(product);
    }

    @Test
    void everyResourceMethodStatesItsRole() {
        methods()
                .that(DescribedPredicate.describe(
                        "answer HTTP requests", (JavaMethod method) -> method.getAnnotations().stream()
                                .anyMatch(a ->
                                        HTTP_METHODS.contains(a.getRawType().getName()))))
                .should(new ArchCondition<JavaMethod>("state who may call them") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        boolean stated = method.getAnnotations().stream()
                                .anyMatch(a ->
                                        ROLE_ANNOTATIONS.contains(a.getRawType().getName()));
                        events.add(new SimpleConditionEvent(method, stated, method.getFullName() + " states no role"));
                    }
                })
                .because("a method without a role is open to whoever is logged in")
                .check(product);
    }

    @Test
    void everyWebSocketEndpointStatesItsRole() {
        classes()
                .that()
                .areAnnotatedWith("jakarta.websocket.server.ServerEndpoint")
                .should(new ArchCondition<JavaClass>("state who may connect") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean stated = type.getAnnotations().stream()
                                .anyMatch(a ->
                                        ROLE_ANNOTATIONS.contains(a.getRawType().getName()));
                        events.add(new SimpleConditionEvent(type, stated, type.getName() + " states no role"));
                    }
                })
                .because("an endpoint without a role is open to whoever is logged in")
                .check(product);
    }

    @Test
    void nobodyPrintsInsteadOfLogging() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.borealis.agent..", "io.borealis.verify..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because(
                        "what is printed reaches no log; only the agent and the verifier speak to whoever runs them by hand")
                .check(product);
    }

    @Test
    void theEngineStartsNoThreadsOfItsOwn() {
        noClasses()
                .that()
                .resideInAnyPackage("io.borealis.engine..", "io.borealis.web..", "io.borealis.persistence..")
                .should()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors")
                .because("threads in a container belong to the container")
                .check(product);
    }
}
