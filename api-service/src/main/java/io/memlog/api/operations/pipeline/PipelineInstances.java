package io.memlog.api.operations.pipeline;

import io.memlog.api.http.InternalHttpClient;
import io.memlog.schemas.topic.Topic;
import io.memlog.security.HttpSecurityProperties;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

/// Collects the figures of all instances, each of which has those of its partitions. What does not answer in time is
/// named and left out.
@Component
final class PipelineInstances {

    /// `GET /status` answers within two seconds.
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final PipelineStatisticsReader reader;
    private final @Nullable URI own;
    private final boolean hasToken;
    private final ExecutorService threads;
    private final RestClient rest;

    /// @param missing what is not included, a sentence each
    record Collected(List<InstanceStatistics> figures, List<String> missing) {}

    PipelineInstances(
            PipelineStatisticsReader reader,
            PipelineProperties properties,
            HttpSecurityProperties security,
            ExecutorService workerThreads) {
        this.reader = reader;
        this.own = properties.applicationServer();
        this.hasToken = security.hasInternalToken();
        this.threads = workerThreads;
        this.rest = InternalHttpClient.builder(TIMEOUT, security).build();
    }

    static HostInfo hostOf(URI url) {
        var standardPort = url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return new HostInfo(url.getHost(), url.getPort() < 0 ? standardPort : url.getPort());
    }

    Collected collect(int minutes) {
        var deadline = System.nanoTime() + TIMEOUT.toNanos();
        List<InstanceStatistics> figures = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Map<HostInfo, Future<InstanceStatistics>> asked = new LinkedHashMap<>();
        for (var instance : others()) {
            if (hasToken) {
                asked.put(instance, threads.submit(() -> ask(instance, minutes)));
            } else {
                missing.add(
                        instance.host() + ":" + instance.port() + " is not asked without memlog.http.internal-token");
            }
        }
        try {
            figures.add(reader.read(minutes));
        } catch (InvalidStateStoreException e) {
            missing.add("this instance has no figures yet: " + reader.describe());
        }
        asked.forEach((instance, answer) -> {
            try {
                figures.add(answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                answer.cancel(true);
                missing.add(instance.host() + ":" + instance.port() + " does not answer in time");
            } catch (ExecutionException e) {
                missing.add(instance.host() + ":" + instance.port() + " " + reason(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                missing.add(instance.host() + ":" + instance.port() + " was not asked");
            }
        });
        addUncovered(figures, missing);
        return new Collected(figures, missing);
    }

    private static String reason(ExecutionException failure) {
        return failure.getCause() instanceof RestClientResponseException answer
                ? "answers with the status " + answer.getStatusCode().value()
                : "cannot be reached";
    }

    private static void addUncovered(List<InstanceStatistics> figures, List<String> missing) {
        Set<Integer> covered = new TreeSet<>();
        figures.forEach(each -> covered.addAll(each.partitions()));
        var uncovered = Topic.EVENTS.partitions() - covered.size();
        if (uncovered > 0 && missing.isEmpty()) {
            missing.add(uncovered + " of " + Topic.EVENTS.partitions()
                    + " partitions are of an instance without memlog.pipeline.application-server, or of none yet");
        }
    }

    private List<HostInfo> others() {
        var self = own == null ? HostInfo.unavailable() : hostOf(own);
        return reader.hosts().stream()
                .filter(host -> !host.equals(self) && !host.equals(HostInfo.unavailable()))
                .toList();
    }

    private InstanceStatistics ask(HostInfo instance, int minutes) {
        var scheme = own == null ? "http" : own.getScheme();
        var answer = rest.get()
                .uri(scheme + "://" + instance.host() + ":" + instance.port() + "/internal/pipeline?minutes=" + minutes)
                .retrieve()
                .body(InstanceStatistics.class);
        if (answer == null) {
            throw new IllegalStateException("an empty answer");
        }
        return answer;
    }
}
