/// Who calls: API keys and tokens of an issuer, roles, and which call needs which role.
@NullMarked
package io.memlog.api.http.security;

import org.jspecify.annotations.NullMarked;
