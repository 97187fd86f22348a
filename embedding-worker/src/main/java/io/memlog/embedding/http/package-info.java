/// What servers say over HTTP beside their answers, whoever they are.
@NullMarked
package io.memlog.embedding.http;

import org.jspecify.annotations.NullMarked;
