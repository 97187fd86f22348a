package io.memlog.consumer.topics;

import java.util.List;

/// What is known of the topics.
///
/// @param ready    whether all of them exist
/// @param problems what keeps them from being made, or differs from the contract, in sentences
record TopicsState(boolean ready, List<String> problems) {

    TopicsState {
        problems = List.copyOf(problems);
    }
}
