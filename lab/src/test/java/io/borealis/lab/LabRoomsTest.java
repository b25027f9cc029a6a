package io.borealis.lab;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rooms of the lab stand on one another in one direction. */
class LabRoomsTest {

    private static JavaClasses lab;

    @BeforeAll
    static void readTheCompiledLab() {
        Path classes = Path.of("target", "classes");
        assertThat(classes)
                .as("the lab was compiled before its rooms are looked at")
                .matches(Files::isDirectory);
        lab = new ClassFileImporter().importPath(classes);
    }

    @Test
    void dependInOneDirectionOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.borealis.lab..")
                .layer("run")
                .definedBy("io.borealis.lab.run")
                .layer("host")
                .definedBy("io.borealis.lab.host")
                .layer("engine")
                .definedBy("io.borealis.lab.engine")
                .layer("agent")
                .definedBy("io.borealis.lab.agent")
                .layer("lab")
                .definedBy("io.borealis.lab")
                .layer("demo")
                .definedBy("io.borealis.lab.demo")
                .layer("bench")
                .definedBy("io.borealis.lab.bench")
                .layer("installation")
                .definedBy("io.borealis.lab.installation")
                .ensureAllClassesAreContainedInArchitecture()
                .whereLayer("run")
                .mayNotAccessAnyLayer()
                .whereLayer("host")
                .mayOnlyAccessLayers("run")
                .whereLayer("engine")
                .mayOnlyAccessLayers("host", "run")
                .whereLayer("agent")
                .mayOnlyAccessLayers("engine", "host", "run")
                .whereLayer("lab")
                .mayOnlyAccessLayers("agent", "engine", "host", "run")
                .whereLayer("demo")
                .mayOnlyBeAccessedByLayers("bench")
                .whereLayer("bench")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("installation")
                .mayNotBeAccessedByAnyLayer()
                .because(
                        "whoever adds a host reads nothing of the Engine, and what runs a lab is used by nobody below it")
                .check(lab);
    }

    @Test
    void haveNoCycles() {
        slices().matching("io.borealis.lab.(*)..").should().beFreeOfCycles().check(lab);
    }
}
