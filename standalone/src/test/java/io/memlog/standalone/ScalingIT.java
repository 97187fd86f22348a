package io.memlog.standalone;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Instances of embedding-worker that come and go under load lose nothing and write nothing twice. Prints how long the
/// memories of the affected partitions waited at each change, and those of the others.
@Tag("long")
class ScalingIT {

    private static final String APPLICATION = "embedding-worker";
    private static final int WRITERS = 4;
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(100);
    private static final Duration UNTIL_THE_NEXT_CHANGE = Duration.ofSeconds(30);
    private static final Duration CATCH_UP = Duration.ofMinutes(2);

    @TempDir
    Path work;

    /// A version of a memory, in the order of its commits.
    private record Version(long memory, long version) {}

    private record Report(int partition, long time) {}

    private record Waited(int partition, long millis) {}

    private record Change(String what, Set<Integer> partitions, long from, long to) {}

    /// When its caller knew that it was.
    private final Map<Version, Long> committed = new ConcurrentHashMap<>();
    private final Map<Version, Report> stored = new ConcurrentHashMap<>();
    private final Queue<Version> repeated = new ConcurrentLinkedQueue<>();
    private final List<Change> changes = new ArrayList<>();
    private volatile boolean loaded = true;
    private volatile boolean followed;

    @Test
    void instances_that_come_and_go_under_load_lose_nothing_and_write_nothing_twice() throws Exception {
        try (var system = WholeSystem.start(work.resolve("data"), Map.of("memlog.consumer.enabled", "false"));
                var admin = Admin.create(system.kafka());
                var reports =
                        new KafkaConsumer<>(system.kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var group = new Group(system, admin);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                group.add();
                group.add();
                group.add();
                var following = threads.submit(() -> follow(reports));
                var writing = IntStream.range(0, WRITERS)
                        .mapToObj(writer -> threads.submit(() -> write(system.client(), writer)))
                        .toList();
                during("three instances", Set::of);

                during("killed, a new one started at once", () -> {
                    var its = group.kill();
                    group.start();
                    return its;
                });
                group.awaitMembers(3);
                during("killed, a new one started at once", () -> {
                    var its = group.kill();
                    group.start();
                    return its;
                });
                group.awaitMembers(3);
                during("killed", group::kill);
                during("started", group::add);
                during("stopped", group::stop);
                during("started", group::add);
                during("stopped", group::stop);

                loaded = false;
                for (var writer : writing) {
                    writer.get();
                }
                await().atMost(CATCH_UP)
                        .until(() -> newest().entrySet().stream()
                                .allMatch(
                                        memory -> stored.containsKey(new Version(memory.getKey(), memory.getValue()))));
                followed = true;
                following.get();
                assertThat(system.deadLetters()).isEmpty();
                assertThat(indexed(system))
                        .containsExactlyInAnyOrderElementsOf(newest().entrySet().stream()
                                .map(memory -> new StoredMemory(memory.getKey(), memory.getValue(), 1))
                                .toList());
            } finally {
                loaded = false;
                followed = true;
            }
        } finally {
            changes.forEach(this::print);
            System.out.printf("%,d versions, %d of them reported more than once%n", stored.size(), repeated.size());
        }
    }

    private interface Step {
        Set<Integer> run() throws Exception;
    }

    /// Waits until the load has met the change and its consequences.
    private void during(String what, Step change) throws Exception {
        var from = System.currentTimeMillis();
        var partitions = change.run();
        var until = System.nanoTime() + UNTIL_THE_NEXT_CHANGE.toNanos();
        await().atMost(UNTIL_THE_NEXT_CHANGE.multipliedBy(2)).until(() -> System.nanoTime() > until);
        changes.add(new Change(what, partitions, from, System.currentTimeMillis()));
    }

    private void print(Change change) {
        Predicate<Waited> its = waited -> change.partitions().contains(waited.partition());
        System.out.printf(
                "%-34s affected partitions %2d: %6d ms   others: %6d ms   median of all: %4d ms%n",
                change.what(),
                change.partitions().size(),
                longest(change, its),
                longest(change, its.negate()),
                median(change));
    }

    /// The longest wait of a memory that was committed in this time.
    private long longest(Change change, Predicate<Waited> which) {
        return during(change).stream()
                .filter(which)
                .mapToLong(Waited::millis)
                .max()
                .orElse(0);
    }

    private long median(Change change) {
        var sorted = during(change).stream().mapToLong(Waited::millis).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    private Collection<Waited> during(Change change) {
        var waited = new ArrayList<Waited>();
        committed.forEach((version, at) -> {
            var report = stored.get(version);
            if (report != null && at >= change.from() && at < change.to()) {
                waited.add(new Waited(report.partition(), Math.max(0, report.time() - at)));
            }
        });
        return waited;
    }

    /// Stores a memory after the other, and changes each fourth.
    private void write(Client client, int writer) {
        try {
            for (var number = 0; loaded; number++) {
                var memory = client.remembered("writer-" + writer, "Finding " + number + " of writer " + writer);
                committed.put(new Version(memory, 1), System.currentTimeMillis());
                if (number % 4 == 0) {
                    var answer = client.patch(memory, Map.of("task", "writer-" + writer + ", again"));
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    committed.put(new Version(memory, 2), System.currentTimeMillis());
                }
                TimeUnit.NANOSECONDS.sleep(BETWEEN_WRITES.toNanos());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> reports) {
        reports.assign(IntStream.range(0, Topic.PROGRESS.partitions())
                .mapToObj(partition -> new TopicPartition(Topic.PROGRESS.name(), partition))
                .toList());
        reports.seekToBeginning(reports.assignment());
        while (!followed) {
            reports.poll(Duration.ofMillis(100)).forEach(this::reported);
        }
    }

    private void reported(ConsumerRecord<byte[], byte[]> report) {
        Map<String, String> headers = new HashMap<>();
        report.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        try {
            if (EventMessage.decode(headers, report.value()) instanceof ProjectionStored event) {
                var version = new Version(event.key().id().value(), event.version());
                if (stored.putIfAbsent(version, new Report(report.partition(), report.timestamp())) != null) {
                    repeated.add(version);
                }
            }
        } catch (UndecodableEventException e) {
            throw new AssertionError(e);
        }
    }

    /// An earlier version is not reported where both were in one batch.
    private Map<Long, Long> newest() {
        return committed.keySet().stream().collect(toMap(Version::memory, Version::version, Math::max));
    }

    private static List<StoredMemory> indexed(WholeSystem system) throws IOException, InterruptedException {
        try (var chroma = new Chroma(system.chroma().port(), system.passwords())) {
            return chroma.memories();
        }
    }

    /// The instances, and the partitions of each.
    private final class Group implements AutoCloseable {

        private final WholeSystem system;
        private final Admin admin;
        private final Deque<ApplicationProcess> processes = new ArrayDeque<>();
        private final Map<ApplicationProcess, String> members = new HashMap<>();

        Group(WholeSystem system, Admin admin) {
            this.system = system;
            this.admin = admin;
        }

        void start() throws IOException {
            Map<String, String> settings = new HashMap<>();
            system.kafka().forEach((name, value) -> settings.put("spring.kafka.properties." + name, value.toString()));
            settings.put(
                    "spring.kafka.bootstrap-servers",
                    String.valueOf(system.kafka().get("bootstrap.servers")));
            settings.put("memlog.chroma.url", system.chroma().url());
            settings.put("memlog.chroma.tenant", system.chroma().tenant());
            processes.add(ApplicationProcess.start(work, APPLICATION, settings));
        }

        /// Starts one and waits until it is a member.
        ///
        /// @return its partitions
        Set<Integer> add() throws Exception {
            var before = assignment().size();
            start();
            awaitMembers(before + 1);
            return partitionsOf(processes.getLast());
        }

        /// Waits until each process is a member and no other is.
        void awaitMembers(int count) throws Exception {
            await().atMost(Duration.ofSeconds(90)).until(() -> assignment().size() == count);
            var known = new HashSet<>(members.values());
            for (var member : assignment().keySet()) {
                if (!known.contains(member)) {
                    members.put(processes.getLast(), member);
                }
            }
        }

        Set<Integer> kill() throws Exception {
            return removeOldest(ApplicationProcess::kill);
        }

        Set<Integer> stop() throws Exception {
            return removeOldest(ApplicationProcess::stop);
        }

        private interface End {

            void of(ApplicationProcess process) throws InterruptedException;
        }

        /// @return its partitions
        private Set<Integer> removeOldest(End end) throws Exception {
            var oldest = processes.removeFirst();
            var its = partitionsOf(oldest);
            members.remove(oldest);
            end.of(oldest);
            return its;
        }

        private Set<Integer> partitionsOf(ApplicationProcess process) throws Exception {
            return assignment().getOrDefault(members.getOrDefault(process, ""), Set.of());
        }

        /// The partitions of each member of the group; empty while it is rebalanced.
        private Map<String, Set<Integer>> assignment() throws Exception {
            Map<String, Set<Integer>> partitions = new HashMap<>();
            for (var member : members(Projection.VECTOR.consumerGroup())) {
                var its = new HashSet<Integer>();
                member.assignment().topicPartitions().stream()
                        .filter(partition -> partition.topic().equals(Topic.EVENTS.name()))
                        .forEach(partition -> its.add(partition.partition()));
                if (!its.isEmpty()) {
                    partitions.put(member.consumerId(), its);
                }
            }
            return partitions;
        }

        private Collection<MemberDescription> members(String group) throws InterruptedException, ExecutionException {
            try {
                return Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                                .describedGroups()
                                .get(group))
                        .get()
                        .members();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return List.of();
                }
                throw e;
            }
        }

        @Override
        public void close() {
            processes.forEach(ApplicationProcess::close);
        }
    }
}
