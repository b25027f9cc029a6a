package io.borealis.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing in the product depends on what depends on it. */
class CirclesTest {

    private static JavaClasses product;

    @BeforeAll
    static void readTheCompiledProduct() {
        List<Path> paths = HouseRulesTest.MODULES.stream()
                .map(module -> Path.of("..", module, "target", "classes"))
                .toList();
        assertThat(paths)
                .as("every module was compiled before the house rules run")
                .allMatch(Files::isDirectory);
        product = new ClassFileImporter().importPaths(paths);
    }

    @Test
    void packagesStandOnOneAnotherInOneDirection() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        boolean whereAModuleIsPutTogether =
                                type.getPackageName().matches("io\\.borealis\\.[a-z]+");
                        return whereAModuleIsPutTogether
                                ? SliceIdentifier.ignore()
                                : SliceIdentifier.of(type.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "every package but those where a module is put together";
                    }
                })
                .should()
                .beFreeOfCycles()
                .because("two packages of which neither can be read alone are one")
                .check(product);
    }

    @Test
    void noInterfaceKnowsItsImplementations() {
        classes()
                .that()
                .areInterfaces()
                .should(
                        new ArchCondition<JavaClass>(
                                "leave the choice of an implementation to whoever puts things together") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                                    JavaClass other = dependency.getTargetClass();
                                    boolean circle = !other.equals(type)
                                            && other.isAssignableTo(type.getName())
                                            && !other.getName().startsWith(type.getName() + "$");
                                    if (circle) {
                                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                                    }
                                }
                            }
                        })
                .because("an interface that makes its own implementation cannot be read, built or moved without it")
                .check(product);
    }
}
