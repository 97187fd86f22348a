package io.memlog.cli.store;

import io.memlog.cli.terminal.Progress;
import java.io.IOException;

/// Brings all that a source holds to Memlog, batch by batch in its order.
record Load(Source source, Lines lines, Sender sender, Report report, Progress progress) {

    /// @param fromLine what begins before this line is counted, for the keys, and not sent
    void run(Source.Format format, long fromLine) throws IOException, InterruptedException {
        var entries = source.entries(format);
        var batch = new Batch();
        long read = fromLine - 1;
        for (var entry = entries.next(); entry.isPresent(); entry = entries.next()) {
            switch (entry.get()) {
                case Entry.Log log -> {
                    var line = lines.line(log);
                    if (log.line() >= fromLine) {
                        batch = with(line, batch, read);
                    }
                }
                case Entry.Unreadable unreadable -> {
                    if (unreadable.line() >= fromLine) {
                        report.unreadable(unreadable);
                    }
                }
            }
            read = Math.max(read, entry.get().line());
        }
        send(batch, read);
    }

    private Batch with(Line line, Batch batch, long read) throws InterruptedException {
        if (line.json().length > JsonLines.LONGEST) {
            report.unreadable(Entry.Unreadable.tooLong(line.number()));
            return batch;
        }
        if (batch.hasRoomFor(line)) {
            batch.add(line);
            return batch;
        }
        send(batch, read);
        var next = new Batch();
        next.add(line);
        return next;
    }

    private void send(Batch batch, long read) throws InterruptedException {
        sender.send(batch);
        report.settled(read);
        progress.at(source.fraction(), report.stored() + " stored");
    }
}
