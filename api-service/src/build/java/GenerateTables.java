import io.memlog.embedded.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;

/// Generates jOOQ's tables from the migrations: applies them to an embedded PostgreSQL and reads its catalogue.
/// Does nothing while the migrations are those of the last run.
///
/// Arguments: the folders of the migrations, then the folder of the generated sources.
class GenerateTables {

    private static final String PACKAGE = "io.memlog.api.tables";

    public static void main(String[] arguments) throws Exception {
        var target = Path.of(arguments[arguments.length - 1]);
        var migrations = new TreeMap<String, String>();
        for (int i = 0; i < arguments.length - 1; i++) {
            try (var files = Files.list(Path.of(arguments[i]))) {
                for (var file : files.toList()) {
                    migrations.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        var stamp = target.resolve("migrations");
        var current = migrations.toString();
        if (Files.exists(stamp) && Files.readString(stamp).equals(current)) {
            return;
        }
        var folder = Files.createTempDirectory("memlog-tables");
        try (var postgres = PostgresServer.start(folder.resolve("postgres"), 0)) {
            migrate(postgres, arguments);
            generate(postgres, target);
        } finally {
            delete(folder);
        }
        Files.writeString(stamp, current);
    }

    private static void migrate(PostgresServer postgres, String[] arguments) {
        var locations = new String[arguments.length - 1];
        for (int i = 0; i < locations.length; i++) {
            locations[i] = "filesystem:" + arguments[i];
        }
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .locations(locations)
                .load()
                .migrate();
    }

    private static void generate(PostgresServer postgres, Path target) throws Exception {
        GenerationTool.generate(new Configuration()
                .withJdbc(new Jdbc()
                        .withUrl(postgres.jdbcUrl())
                        .withUser(postgres.user())
                        .withPassword(postgres.password()))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withInputSchema("public")
                                .withOutputSchemaToDefault(true)
                                .withIncludes(".*")
                                .withExcludes("flyway_schema_history")
                                .withIncludeRoutines(false)
                                .withForcedTypes(new ForcedType()
                                        .withName("INSTANT")
                                        .withIncludeTypes("(?i:TIMESTAMP\\ WITH\\ TIME\\ ZONE)")))
                        .withGenerate(new Generate()
                                .withRecords(false)
                                .withIndexes(false)
                                .withKeys(false)
                                .withComments(false)
                                .withGeneratedAnnotation(false))
                        .withTarget(new Target().withPackageName(PACKAGE).withDirectory(target.toString()))));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
