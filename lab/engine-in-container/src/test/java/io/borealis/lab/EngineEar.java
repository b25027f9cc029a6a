package io.borealis.lab;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The EAR exactly as the build made it. */
public final class EngineEar {

    private static final String DESCRIPTOR = "META-INF/application.xml";

    /** A WAR without MP-JWT beside one with it does not always deploy: the server asks it for a domain it has not. */
    private static final String WEB = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <login-config><auth-method>MP-JWT</auth-method></login-config>
            </web-app>
            """;

    private EngineEar() {}

    /** Nothing added: for tests from outside. */
    public static EnterpriseArchive asBuilt() {
        return ShrinkWrap.createFromZipFile(
                EnterpriseArchive.class, new File(System.getProperty("borealis.ear", "borealis.ear")));
    }

    /** With one more WAR beside its own modules, which holds the tests. */
    public static EnterpriseArchive with(Class<?>... tests) {
        EnterpriseArchive ear = asBuilt();
        WebArchive war = ShrinkWrap.create(WebArchive.class, "tests.war")
                .addClasses(tests)
                .addAsLibraries(jarOf(Assertions.class), jarOf(Awaitility.class), jarOf(Matcher.class))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .setWebXML(new StringAsset(WEB));
        ear.addAsModule(Testable.archiveToTest(war));
        String descriptor = text(ear);
        ear.delete(DESCRIPTOR);
        ear.setApplicationXML(new StringAsset(descriptor.replace(
                "<library-directory>",
                "<module><web><web-uri>tests.war</web-uri><context-root>/tests</context-root></web></module>"
                        + "<library-directory>")));
        return ear;
    }

    private static String text(EnterpriseArchive ear) {
        try (Scanner descriptor = new Scanner(ear.get(DESCRIPTOR).getAsset().openStream(), StandardCharsets.UTF_8)) {
            return descriptor.useDelimiter("\\A").next();
        }
    }

    private static File jarOf(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
