package io.memlog.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
        packages = "io.memlog",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutSharedTests.class})
class ArchitectureTest {

    /// The fixtures and contracts that the modules share are tests, though they come in a jar.
    static final class WithoutSharedTests implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule workers_know_neither_postgresql_nor_its_owner = noClasses()
            .that()
            .resideInAnyPackage("io.memlog.consumer..", "io.memlog.embedding..", "io.memlog.graph..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.memlog.eventstore..",
                    "io.memlog.api..",
                    "java.sql..",
                    "javax.sql..",
                    "org.jooq..",
                    "org.postgresql..");

    @ArchTest
    static final ArchRule the_command_line_knows_nothing_but_the_contract = classes()
            .that()
            .resideInAPackage("io.memlog.cli..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.memlog.cli..",
                    "io.memlog.schemas..",
                    "java..",
                    "com.sun.net.httpserver..",
                    "org.jspecify..",
                    "picocli..",
                    "tools.jackson..");

    @ArchTest
    static final ArchRule libraries_know_no_application = noClasses()
            .that()
            .resideInAnyPackage("io.memlog.eventstore..", "io.memlog.consumer..", "io.memlog.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.memlog.api..", "io.memlog.embedding..", "io.memlog.standalone..");

    @ArchTest
    static final ArchRule modules_have_no_cycles =
            slices().matching("io.memlog.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule features_have_no_cycles =
            slices().matching("io.memlog.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule time_ids_and_chance_are_given = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule a_package_is_a_capability = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..",
                    "..utils..",
                    "..common..",
                    "..core..",
                    "..shared..",
                    "..impl..",
                    "..service..",
                    "..dto..");

    @ArchTest
    static void every_package_is_null_marked(JavaClasses classes) {
        var unmarked = classes.stream()
                .map(type -> type.getPackage())
                .filter(type -> !type.isAnnotatedWith(NullMarked.class))
                .map(type -> type.getName())
                .filter(name -> !name.startsWith("io.memlog.api.tables"))
                .distinct();

        assertThat(unmarked).isEmpty();
    }

    @ArchTest
    static void all_modules_are_looked_at(JavaClasses classes) {
        var modules = classes.stream()
                .map(type -> type.getPackageName().split("\\.", -1)[2])
                .distinct();

        assertThat(modules)
                .contains(
                        "schemas",
                        "eventstore",
                        "consumer",
                        "embedded",
                        "api",
                        "embedding",
                        "graph",
                        "cli",
                        "standalone");
    }

    @ArchTest
    static void tests_never_sleep(JavaClasses ignored) throws IOException {
        try (var modules = Files.list(Path.of("..").toRealPath())) {
            var tests = new ClassFileImporter()
                    .importPaths(modules.map(module -> module.resolve("target/test-classes"))
                            .filter(Files::isDirectory)
                            .toList());

            noClasses().should().callMethod(Thread.class, "sleep", long.class).check(tests);
        }
    }
}
