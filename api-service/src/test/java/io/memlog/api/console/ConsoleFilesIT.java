package io.memlog.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.RunningService;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files of the console are served to everyone, and nothing else with them.
class ConsoleFilesIT {

    private static final String ADMIN = "mlk_" + "a".repeat(43);
    private static final Pattern SCRIPT = Pattern.compile("src=\"(/console/assets/[^\"]+\\.js)\"");

    private static final RunningService SERVICE = RunningService.isolated("--memlog.security.admin-key=" + ADMIN);

    @ParameterizedTest
    @ValueSource(strings = {"/console/", "/console/dead-letters", "/console/dead-letters/5?view=raw", "/console/a/b/c"})
    void each_view_is_the_page_and_is_asked_for_each_time(String path) {
        var page = SERVICE.get(path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.header("Content-Security-Policy")).contains("script-src 'self'");
        assertThat(page.body()).contains("<div id=\"root\">").doesNotContain("http://", "https://", "<style");
    }

    @Test
    void assets_are_kept_for_good() {
        var script = SCRIPT.matcher(SERVICE.get("/console/").body());
        assertThat(script.find()).isTrue();

        var asset = SERVICE.get(script.group(1));

        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.header("Content-Type")).startsWith("text/javascript");
        assertThat(asset.header("Cache-Control")).contains("immutable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/assets/index-of-another-version.js",
                "/console/assets/",
                "/console/assets/%2e%2e/%2e%2e/api-service.yml",
                "/console/assets/..%2f..%2fapi-service.yml"
            })
    void what_is_not_an_asset_is_neither_a_page_nor_a_file_from_elsewhere(String path) {
        assertThat(SERVICE.get(path).status()).isIn(400, 404);
    }

    @Test
    void a_browser_is_sent_to_the_console_and_a_program_is_not() {
        var browser = SERVICE.get("/", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(browser.status()).isEqualTo(307);
        assertThat(browser.header("Location")).isEqualTo("/console/");
        assertThat(SERVICE.get("/").status()).isEqualTo(404);
        assertThat(SERVICE.get("/console").header("Location")).isEqualTo("/console/");
    }

    @Test
    void nothing_is_written_there() {
        assertThat(SERVICE.post("/console/", "{}").status()).isIn(404, 405);
    }

    @Test
    void a_caller_is_told_its_roles() {
        var caller = SERVICE.get("/caller", "Authorization", "Bearer " + ADMIN);

        assertThat(caller.json().toString())
                .isEqualTo("{\"name\":\"admin\",\"roles\":[\"admin\"],\"user_id\":null,\"project_id\":null}");
        assertThat(caller.header("Cache-Control")).isEqualTo("no-store");
        assertThat(SERVICE.get("/caller").status()).isEqualTo(401);
    }

    @Test
    void a_page_of_another_origin_or_name_is_turned_away_here_too() {
        assertThat(SERVICE.get("/console/", "Origin", "https://evil.example").status())
                .isEqualTo(403);
        assertThat(SERVICE.raw("GET /console/ HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
    }
}
