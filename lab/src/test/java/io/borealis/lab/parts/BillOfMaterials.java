package io.borealis.lab.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A CycloneDX document as the build leaves it. Immutable. */
record BillOfMaterials(String name, List<Part> parts) {

    BillOfMaterials {
        parts = List.copyOf(parts);
    }

    static BillOfMaterials read(Path file) throws IOException {
        return of(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
    }

    static BillOfMaterials of(String name, JsonNode document) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (JsonNode component : document.path("components")) {
            parts.add(new Part(
                    component.path("group").asText(),
                    component.path("name").asText(),
                    component.path("version").asText()));
        }
        if (parts.isEmpty()) {
            throw new IOException(name + " names no part");
        }
        return new BillOfMaterials(name, parts);
    }

    /** Whether it names the part that a jar of this file name is. */
    boolean names(String jar) {
        return parts.stream().anyMatch(part -> jar.equals(part.artifact() + "-" + part.version() + ".jar"));
    }
}
