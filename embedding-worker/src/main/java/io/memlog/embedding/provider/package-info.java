/// Embeds texts with a provider: one with an OpenAI-compatible HTTP API, or Google.
@NullMarked
package io.memlog.embedding.provider;

import org.jspecify.annotations.NullMarked;
