/// The whole of Memlog, tried as its users and its troubles would try it.
@NullMarked
package io.memlog.standalone;

import org.jspecify.annotations.NullMarked;
