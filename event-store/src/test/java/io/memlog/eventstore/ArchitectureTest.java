package io.memlog.eventstore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;

@AnalyzeClasses(packagesOf = EventStore.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule sql_has_one_home = noClasses()
            .that()
            .resideOutsideOfPackage("..postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.jooq..", "org.postgresql..");

    @ArchTest
    static final ArchRule adapters_are_hidden =
            classes().that().resideInAPackage("..postgres..").should().bePackagePrivate();

    @ArchTest
    static final ArchRule the_log_knows_neither_its_stores_nor_its_outbox = noClasses()
            .that()
            .resideInAPackage("io.memlog.eventstore")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.memlog.eventstore.(*)..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.memlog.eventstore.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule time_and_ids_come_in_by_the_constructor =
            noClasses().should().callMethod(Instant.class, "now").orShould().callMethod(UUID.class, "randomUUID");
}
