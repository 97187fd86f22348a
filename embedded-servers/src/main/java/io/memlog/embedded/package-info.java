/// Real PostgreSQL, Kafka and Chroma servers that start without Docker and keep their data in a folder.
@NullMarked
package io.memlog.embedded;

import org.jspecify.annotations.NullMarked;
