package io.memlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderIT {

    @TempDir
    Path parent;

    @Test
    void a_missing_folder_is_created() {
        try (var folder = DataFolder.lock(parent.resolve("a/b"))) {
            assertThat(folder.path()).isDirectory();
        }
    }

    @Test
    void a_path_that_is_a_file_is_said_in_a_sentence() throws Exception {
        var file = Files.createFile(parent.resolve("notes.txt"));

        assertThatThrownBy(() -> DataFolder.lock(file))
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessage("The data path " + file + " is a file, not a folder; choose another folder.");
        assertThatThrownBy(() -> DataFolder.lock(file.resolve("below")))
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessageContaining(file + " is a file");
    }

    @Test
    void a_folder_belongs_to_one_at_a_time() {
        var first = DataFolder.lock(parent);

        assertThatThrownBy(() -> DataFolder.lock(parent)).isInstanceOf(ServerUnavailableException.class);
        first.close();

        DataFolder.lock(parent).close();
    }
}
