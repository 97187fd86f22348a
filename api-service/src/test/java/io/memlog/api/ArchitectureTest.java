package io.memlog.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.memlog.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_memory_api_does_not_know_operations = noClasses()
            .that()
            .resideInAnyPackage("io.memlog.api.memory..", "io.memlog.api.http..", "io.memlog.api.openapi..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.memlog.api.operations..");

    @ArchTest
    static final ArchRule http_knows_no_feature = noClasses()
            .that()
            .resideInAPackage("io.memlog.api.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.memlog.api.memory..", "io.memlog.api.operations..");

    @ArchTest
    static final ArchRule features_of_memory_have_no_cycles =
            slices().matching("io.memlog.api.memory.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule features_of_operations_have_no_cycles =
            slices().matching("io.memlog.api.operations.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_repositories_touch_the_database = noClasses()
            .that()
            .resideOutsideOfPackage("io.memlog.api.tables..")
            .and()
            .haveSimpleNameNotEndingWith("Repository")
            .and()
            .doNotHaveSimpleName("DatabaseErrors")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.memlog.api.tables..", "org.jooq..", "org.springframework.jdbc..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule repositories_are_package_private =
            classes().that().haveSimpleNameEndingWith("Repository").should().bePackagePrivate();
}
