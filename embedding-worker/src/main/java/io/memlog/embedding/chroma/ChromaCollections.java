package io.memlog.embedding.chroma;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.memlog.consumer.IndexUnavailableException;
import java.net.ConnectException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.web.client.RestClientException;

/// Finds and creates collections. Caches their ids until Chroma no longer knows one, because its data may be
/// lost while the worker runs.
final class ChromaCollections {

    private static final int MAX_CACHED_IDS = 10_000;

    private final ChromaClient chroma;
    private final Cache<String, String> ids =
            Caffeine.newBuilder().maximumSize(MAX_CACHED_IDS).build();

    ChromaCollections(ChromaClient chroma) {
        this.chroma = chroma;
    }

    /// Uses the collection if it exists.
    <T> Optional<T> ifExists(CollectionSpec spec, Function<String, T> use) {
        return retryWithFreshId(spec, () -> find(spec).map(use));
    }

    /// Uses the collection, and creates it first if it is missing.
    <T> T useOrCreate(CollectionSpec spec, Function<String, T> use) {
        return retryWithFreshId(spec, () -> use.apply(find(spec).orElseGet(() -> create(spec))));
    }

    /// Uses the collection if it exists, whichever model its vectors are of.
    <T> Optional<T> ifExistsWithAnyModel(CollectionSpec spec, Function<ChromaApi.Collection, T> use) {
        return retryWithFreshId(spec, () -> fetch(spec).map(use));
    }

    private <T> T retryWithFreshId(CollectionSpec spec, Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (CollectionNotFoundException _) {
            ids.invalidate(spec.name());
            return retry(attempt);
        } catch (IndexUnavailableException e) {
            throw withCollectionName(spec, e);
        }
    }

    /// Names the collection, so that an operator sees which tenant is affected.
    private static IndexUnavailableException withCollectionName(CollectionSpec spec, IndexUnavailableException e) {
        var message = String.valueOf(e.getMessage());
        return !(e.getCause() instanceof RestClientException) || e.getCause().getCause() instanceof ConnectException
                ? e
                : new IndexUnavailableException(
                        message + " for the collection " + spec.name(), e.getCause(), e.retryAfter());
    }

    private static <T> T retry(Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (CollectionNotFoundException e) {
            throw new IndexUnavailableException("Chroma does not find the collection that it just returned", e);
        }
    }

    private Optional<String> find(CollectionSpec spec) {
        var cached = ids.getIfPresent(spec.name());
        return cached != null ? Optional.of(cached) : fetch(spec).flatMap(found -> verifiedId(spec, found));
    }

    private Optional<ChromaApi.Collection> fetch(CollectionSpec spec) {
        try {
            return Optional.of(chroma.call(api -> api.collection(spec.name())));
        } catch (CollectionNotFoundException _) {
            return Optional.empty();
        }
    }

    /// An empty collection of another model counts as missing, so that purged memories can be embedded again.
    private Optional<String> verifiedId(CollectionSpec spec, ChromaApi.Collection found) {
        var difference = spec.differenceTo(found);
        if (difference == null) {
            ids.put(spec.name(), found.id());
            return Optional.of(found.id());
        }
        if (chroma.call(api -> api.count(found.id())) > 0) {
            throw new IndexUnavailableException(
                    "the Chroma collection %s %s; vectors of different models are not mixed. POST /sync with %s embeds everything again"
                            .formatted(
                                    spec.name(), difference, "{\"operation\":\"rebuild\",\"projection\":\"vector\"}"),
                    null);
        }
        return Optional.empty();
    }

    private String create(CollectionSpec spec) {
        fetch(spec).filter(found -> spec.differenceTo(found) != null).ifPresent(this::dropEmpty);
        var created = chroma.call(api -> api.create(spec.request()));
        return verifiedId(spec, created)
                .orElseThrow(() -> new IndexUnavailableException(
                        "Chroma created the collection %s, but it %s"
                                .formatted(spec.name(), spec.differenceTo(created)),
                        null));
    }

    private void dropEmpty(ChromaApi.Collection other) {
        chroma.run(api -> api.drop(other.name()));
    }
}
