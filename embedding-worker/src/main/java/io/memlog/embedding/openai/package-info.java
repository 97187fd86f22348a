/// Embeds texts with a provider that has an OpenAI-compatible HTTP API.
@NullMarked
package io.memlog.embedding.openai;

import org.jspecify.annotations.NullMarked;
