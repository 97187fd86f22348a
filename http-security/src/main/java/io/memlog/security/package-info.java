/// What protects the HTTP port of every application: allowed hosts and origins, and no open port by accident.
@NullMarked
package io.memlog.security;

import org.jspecify.annotations.NullMarked;
