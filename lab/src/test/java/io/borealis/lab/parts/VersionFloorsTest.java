package io.borealis.lab.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No part of the EAR, of the agent's distribution or of the provisioned server is older than its floor. */
class VersionFloorsTest {

    private static final Path TREE = Path.of("..");
    private static final Path FLOORS = TREE.resolve("docs/version-floors.csv");
    private static final Path EAR_BILL = TREE.resolve("engine-ear/target/borealis-ear.cdx.json");
    private static final Path AGENT_BILL = TREE.resolve("agent-service/target/borealis-agent.cdx.json");
    private static final Path SERVER_BILL = TREE.resolve("wildfly-config/target/borealis-server.cdx.json");

    @Test
    void noPartIsOlderThanItsFloor() throws IOException {
        List<Floor> floors = Floor.read(FLOORS);
        for (BillOfMaterials bill : bills()) {
            assertThat(tooOld(floors, bill)).as("parts of " + bill.name()).isEmpty();
        }
    }

    @Test
    void everyFloorIsAboutAPartThatShips() throws IOException {
        List<BillOfMaterials> bills = bills();
        assertThat(Floor.read(FLOORS)).isNotEmpty().allSatisfy(floor -> assertThat(bills)
                .as(floor.toString())
                .anyMatch(bill -> bill.parts().stream().anyMatch(floor::isAbout)));
    }

    @Test
    void everyJarOfTheEarIsInItsBill() throws IOException {
        BillOfMaterials bill = BillOfMaterials.read(EAR_BILL);
        try (JarFile ear =
                new JarFile(TREE.resolve("engine-ear/target/borealis.ear").toFile())) {
            List<String> jars = ear.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches("lib/.*\\.jar"))
                    .map(name -> name.substring("lib/".length()))
                    .toList();
            assertThat(jars).isNotEmpty().allMatch(bill::names);
        }
    }

    @Test
    void everyJarOfTheAgentIsInItsBill() throws IOException {
        BillOfMaterials bill = BillOfMaterials.read(AGENT_BILL);
        try (Stream<Path> lib = Files.list(TREE.resolve("agent-service/target/agent/lib"))) {
            List<String> foreign = lib.map(jar -> jar.getFileName().toString())
                    .filter(name -> !name.startsWith("borealis-agent-service-"))
                    .toList();
            assertThat(foreign).isNotEmpty().allMatch(bill::names);
        }
    }

    @Test
    void anOldPartIsFound() throws IOException {
        List<Floor> floors = List.of(
                Floor.parse("org.example:parser,2.3.25.Final,a made-up hole"),
                Floor.parse("org.example.net:*,4.1.138,another, with a comma"));
        BillOfMaterials bill = BillOfMaterials.of(
                "made up",
                new ObjectMapper()
                        .readTree("{\"components\":["
                                + "{\"group\":\"org.example\",\"name\":\"parser\",\"version\":\"2.3.9.Final\"},"
                                + "{\"group\":\"org.example\",\"name\":\"writer\",\"version\":\"1\"},"
                                + "{\"group\":\"org.example.net\",\"name\":\"codec\",\"version\":\"4.1.138.Final\"},"
                                + "{\"group\":\"org.example.net\",\"name\":\"http\",\"version\":\"4.1\"}]}"));
        assertThat(tooOld(floors, bill))
                .containsExactly(
                        "org.example:parser:2.3.9.Final is below 2.3.25.Final: a made-up hole",
                        "org.example.net:http:4.1 is below 4.1.138: another, with a comma");
    }

    private static List<BillOfMaterials> bills() throws IOException {
        List<BillOfMaterials> bills = new ArrayList<>();
        for (Path file : List.of(EAR_BILL, AGENT_BILL, SERVER_BILL)) {
            assertThat(file).as("made by mvn package").exists();
            bills.add(BillOfMaterials.read(file));
        }
        return bills;
    }

    private static List<String> tooOld(List<Floor> floors, BillOfMaterials bill) {
        return bill.parts().stream()
                .flatMap(part -> floors.stream()
                        .filter(floor -> floor.isAbout(part) && floor.isAbove(part))
                        .map(floor -> part + " is below " + floor.version() + ": " + floor.reason()))
                .toList();
    }
}
