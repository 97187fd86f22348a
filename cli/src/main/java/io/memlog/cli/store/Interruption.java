package io.memlog.cli.store;

/// Says something when the process is ended from outside in the meantime.
final class Interruption {

    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    static Interruption says(Runnable what) {
        var hook = Thread.ofPlatform().unstarted(what);
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook is at work.
            return;
        }
    }
}
