package io.borealis.lab.container;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The Engine's EAR without the Engine: the adapter as it is shipped, its classes in lib, JNA from the server. */
final class ConnectorEar {

    private static final List<String> LIBRARIES =
            List.of("borealis-network-connector", "borealis-protocol", "jspecify");
    private static final String STRUCTURE = """
            <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
              <deployment>
                <dependencies>
                  <module name="com.sun.jna" export="true"/>
                  <module name="com.fasterxml.jackson.core.jackson-annotations" export="true"/>
                  <module name="com.fasterxml.jackson.core.jackson-core" export="true"/>
                  <module name="com.fasterxml.jackson.core.jackson-databind" export="true"/>
                  <module name="org.bitbucket.jose4j" export="true"/>
                </dependencies>
              </deployment>
            </jboss-deployment-structure>
            """;

    private ConnectorEar() {}

    /** The adapter's activation with one property set to another value than the server's configuration gives. */
    record Override(String property, String value) {

        String in(String activation) {
            return activation.replaceFirst("(<config-property name=\"" + property + "\">)[^<]*", "$1" + value);
        }
    }

    static EnterpriseArchive around(WebArchive war, Override... overrides) {
        EnterpriseArchive ear = ShrinkWrap.create(
                        EnterpriseArchive.class, war.getName().replace(".war", ".ear"))
                .addAsModule(adapter(overrides))
                .addAsModule(war)
                .addAsManifestResource(new StringAsset(STRUCTURE), "jboss-deployment-structure.xml");
        classPath().filter(ConnectorEar::isLibrary).forEach(ear::addAsLibrary);
        return ear;
    }

    private static ResourceAdapterArchive adapter(Override... overrides) {
        File shipped = new File(System.getProperty("borealis.connector.rar"));
        ResourceAdapterArchive rar = ShrinkWrap.create(ZipImporter.class, "network-connector.rar")
                .importFrom(shipped)
                .as(ResourceAdapterArchive.class);
        if (overrides.length > 0) {
            String activation = text(rar);
            for (Override override : overrides) {
                activation = override.in(activation);
            }
            rar.delete("META-INF/ironjacamar.xml");
            rar.addAsManifestResource(new StringAsset(activation), "ironjacamar.xml");
        }
        return rar;
    }

    private static String text(ResourceAdapterArchive rar) {
        try (var stream = rar.get("META-INF/ironjacamar.xml").getAsset().openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static boolean isLibrary(File file) {
        return file.getName().endsWith(".jar") && LIBRARIES.stream().anyMatch(file.getName()::startsWith);
    }

    private static Stream<File> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(Path::toFile);
    }
}
