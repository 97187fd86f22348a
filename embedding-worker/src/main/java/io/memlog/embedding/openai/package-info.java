/// An embedding provider over HTTP that speaks as OpenAI does.
@NullMarked
package io.memlog.embedding.openai;

import org.jspecify.annotations.NullMarked;
