package io.memlog.graph.search;

/// Why a request was not answered, as RFC 9457 writes it.
///
/// @param type stable, for programs
record Problem(String type, String title, int status, String detail) {

    static Problem of(Kind kind, String detail) {
        return new Problem(kind.type, kind.title, kind.status, detail);
    }

    enum Kind {
        INVALID_QUESTION(400, "urn:memlog:problem:invalid-question", "The question cannot be answered"),
        INDEX_UNAVAILABLE(503, "urn:memlog:problem:index-unavailable", "The graph cannot be asked");

        private final int status;
        private final String type;
        private final String title;

        Kind(int status, String type, String title) {
            this.status = status;
            this.type = type;
            this.title = title;
        }
    }
}
