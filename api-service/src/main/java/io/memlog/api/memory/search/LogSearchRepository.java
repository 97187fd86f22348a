package io.memlog.api.memory.search;

import static io.memlog.api.tables.Tables.MEMORY_LOG;
import static java.util.stream.Collectors.joining;

import io.memlog.consumer.Deadline;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.text.MemoryText;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;

/// Finds memories by their words in the log itself, while no index answers. There is no index for it, which every write
/// would pay for: it reads the newest memories first, and as many as its time allows. Few searches do so at a time,
/// since writes need PostgreSQL as well.
@Component
final class LogSearchRepository {

    private static final Logger LOG = LoggerFactory.getLogger(LogSearchRepository.class);
    private static final int MAX_SEARCHES = 2;
    private static final int PAGE_SIZE = 50;
    private static final int PAGE_TIMEOUT_SECONDS = 1;

    /// A memory needs one of the words. The filters come after the limit, so that a page reads no more than its rows.
    private static final String PAGE = """
            with page as materialized (
                select * from memory_log
                where user_id = ? and project_id = ? and memory_id < ?
                order by memory_id desc
                limit %d),
            matching as materialized (
                select memory_id, json_to_tsvector(
                           'english', json_build_array(state->'task', state->'raw_data'), '["string"]') as words
                from page
                where deleted_at is null
                  and (?::text is null or agent = ?) and (?::text is null or conversation_id = ?)
                  and tags @> ?::text[]
                  and date_last >= coalesce(?::timestamptz, date_last)
                  and date_first <= coalesce(?::timestamptz, date_first))
            select memory_id, version, case when words @@ query then ts_rank(words, query, 1) else 0 end as score
            from page
                left join matching using (memory_id)
                cross join cast(replace(plainto_tsquery('english', ?)::text, '&', '|') as tsquery) as query
            order by memory_id desc
            """.formatted(PAGE_SIZE);

    private final DSLContext sql;
    private final Semaphore permits = new Semaphore(MAX_SEARCHES);

    LogSearchRepository(DSLContext sql) {
        this.sql = sql;
    }

    private record Match(long memory, long version, double score) {}

    /// Best first; empty as well when too many others search, or PostgreSQL is too slow.
    List<IndexHit> find(IndexQuery query, Deadline deadline) {
        if (!permits.tryAcquire()) {
            return List.of();
        }
        try {
            return best(query, matches(query, deadline));
        } finally {
            permits.release();
        }
    }

    private List<Match> matches(IndexQuery query, Deadline deadline) {
        List<Match> matches = new ArrayList<>();
        var below = Long.MAX_VALUE;
        var isLast = false;
        try {
            while (!isLast) {
                var page = page(query, below);
                page.stream().filter(match -> match.score() > 0).forEach(matches::add);
                isLast = page.size() < PAGE_SIZE || deadline.isPast();
                below = page.isEmpty() ? below : page.getLast().memory();
            }
        } catch (QueryTimeoutException e) {
            LOG.atDebug().setCause(e).log("A search in the log ends early");
        }
        return matches;
    }

    private List<IndexHit> best(IndexQuery query, List<Match> matches) {
        if (matches.isEmpty()) {
            return List.of();
        }
        var best = matches.stream()
                .sorted(Comparator.comparingDouble(Match::score).reversed())
                .limit(query.limit())
                .toList();
        var documents = documents(best);
        return best.stream()
                .filter(match -> documents.containsKey(match.memory()))
                .map(match -> new IndexHit(
                        new MemoryId(match.memory()),
                        match.version(),
                        Objects.requireNonNull(documents.get(match.memory())),
                        null,
                        match.score()))
                .toList();
    }

    private List<Match> page(IndexQuery query, long below) {
        var filters = query.filters();
        return sql.resultQuery(
                        PAGE,
                        query.userId(),
                        query.projectId(),
                        below,
                        filters.agent(),
                        filters.agent(),
                        filters.conversationId(),
                        filters.conversationId(),
                        filters.tags().toArray(String[]::new),
                        time(filters.from()),
                        time(filters.to()),
                        query.query())
                .queryTimeout(PAGE_TIMEOUT_SECONDS)
                .fetch(row -> new Match(
                        row.get("memory_id", Long.class),
                        row.get("version", Long.class),
                        row.get("score", Double.class)));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private Map<Long, String> documents(List<Match> matches) {
        return sql.select(MEMORY_LOG.MEMORY_ID, MEMORY_LOG.STATE)
                .from(MEMORY_LOG)
                .where(MEMORY_LOG.MEMORY_ID.eq(
                        DSL.any(matches.stream().map(Match::memory).toArray(Long[]::new))))
                .fetchMap(row -> row.value1(), row -> {
                    var memory = Json.mapper().readValue(row.value2().data(), MemoryLog.class);
                    return MemoryText.prose(memory).collect(joining("\n"));
                });
    }
}
