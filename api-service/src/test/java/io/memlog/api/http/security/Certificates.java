package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;

/// Self-signed certificates that the JDK's keytool makes in a folder.
record Certificates(Path folder) {

    static final String PASSWORD = "changeit";

    /// @param file        the key store, PKCS12
    /// @param certificate PEM
    /// @param key         PEM
    record Certificate(KeyStore keyStore, Path file, Path certificate, Path key) {}

    /// @param extension such as `SAN=dns:localhost`
    Certificate create(String name, String extension) throws Exception {
        var store = folder.resolve(name + ".p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        extension,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        var keyStore = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keyStore.load(file, PASSWORD.toCharArray());
        }
        return new Certificate(
                keyStore,
                store,
                pem(name + ".crt", "CERTIFICATE", keyStore.getCertificate("key").getEncoded()),
                pem(
                        name + ".key",
                        "PRIVATE KEY",
                        keyStore.getKey("key", PASSWORD.toCharArray()).getEncoded()));
    }

    private Path pem(String file, String kind, byte[] content) throws IOException {
        var path = Files.createFile(
                folder.resolve(file),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(
                path,
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                        + "-----\n");
    }
}
