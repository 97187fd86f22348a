package io.memlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCacheIT {

    @TempDir
    Path cache;

    @Test
    void nobody_else_may_enter_the_cache_of_programs() throws Exception {
        var memlog = Files.createDirectory(cache.resolve("memlog"));
        Files.setPosixFilePermissions(memlog, PosixFilePermissions.fromString("rwxrwxrwx"));

        var folder = UserCache.folder(cache, "tools");

        assertThat(folder).isDirectory().hasParent(memlog);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(memlog)))
                .isEqualTo("rwx------");
    }

    @Test
    void a_cache_of_another_user_is_not_used() throws Exception {
        assumeTrue(OtherUser.canBeTried(), "only root can give a folder away");
        var memlog = Files.createDirectory(cache.resolve("memlog"));
        OtherUser.give(memlog);

        assertThatThrownBy(() -> UserCache.folder(cache, "tools"))
                .isInstanceOf(ServerUnavailableException.class)
                .hasMessageContaining(memlog + " belongs to another user");
    }
}
