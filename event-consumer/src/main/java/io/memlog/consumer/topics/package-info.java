/// Creates the topics and checks them against the contract.
@NullMarked
package io.memlog.consumer.topics;

import org.jspecify.annotations.NullMarked;
