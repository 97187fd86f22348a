/// The contracts of workers, as tests that each worker runs against its own application and store.
@NullMarked
package io.memlog.consumer.contract;

import org.jspecify.annotations.NullMarked;
