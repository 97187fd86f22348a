package io.memlog.embedding.chroma;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.memlog.consumer.IndexUnavailableException;
import java.net.ConnectException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.web.client.RestClientException;

/// Finds and makes collections, and remembers their ids until Chroma says that it does not know one: its
/// data may be wiped while we run.
final class ChromaCollections {

    private static final int MAX_CACHED_IDS = 10_000;

    private final ChromaClient chroma;
    private final Cache<String, String> ids =
            Caffeine.newBuilder().maximumSize(MAX_CACHED_IDS).build();

    ChromaCollections(ChromaClient chroma) {
        this.chroma = chroma;
    }

    /// Uses the collection if there is one.
    <T> Optional<T> ifExists(CollectionSpec spec, Function<String, T> use) {
        return retryWithFreshId(spec, () -> find(spec).map(use));
    }

    /// Uses the collection, which is made if need be.
    <T> T useOrCreate(CollectionSpec spec, Function<String, T> use) {
        return retryWithFreshId(spec, () -> use.apply(find(spec).orElseGet(() -> create(spec))));
    }

    /// Uses the collection if there is one, whatever model it is of.
    <T> Optional<T> ifExistsWithAnyModel(CollectionSpec spec, Function<ChromaApi.Collection, T> use) {
        return retryWithFreshId(spec, () -> lookUp(spec).map(use));
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

    /// Whoever reads of a trouble that only one tenant has learns where to look.
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
            throw new IndexUnavailableException("Chroma does not know the collection that it just named", e);
        }
    }

    private Optional<String> find(CollectionSpec spec) {
        var known = ids.getIfPresent(spec.name());
        return known != null ? Optional.of(known) : lookUp(spec).flatMap(found -> verifiedId(spec, found));
    }

    private Optional<ChromaApi.Collection> lookUp(CollectionSpec spec) {
        try {
            return Optional.of(chroma.call(api -> api.collection(spec.name())));
        } catch (CollectionNotFoundException _) {
            return Optional.empty();
        }
    }

    /// A collection of another kind counts as missing once it is empty, so that what was erased can be
    /// embedded again.
    private Optional<String> verifiedId(CollectionSpec spec, ChromaApi.Collection found) {
        var difference = spec.differenceTo(found);
        if (difference == null) {
            ids.put(spec.name(), found.id());
            return Optional.of(found.id());
        }
        if (chroma.call(api -> api.count(found.id())) > 0) {
            throw new IndexUnavailableException(
                    "the Chroma collection %s %s; vectors are not mixed. POST /sync with %s embeds everything again"
                            .formatted(
                                    spec.name(), difference, "{\"operation\":\"rebuild\",\"projection\":\"vector\"}"),
                    null);
        }
        return Optional.empty();
    }

    private String create(CollectionSpec spec) {
        lookUp(spec).filter(found -> spec.differenceTo(found) != null).ifPresent(this::dropEmpty);
        var created = chroma.call(api -> api.create(spec.request()));
        return verifiedId(spec, created)
                .orElseThrow(() -> new IndexUnavailableException(
                        "Chroma made the collection %s, but it %s".formatted(spec.name(), spec.differenceTo(created)),
                        null));
    }

    private void dropEmpty(ChromaApi.Collection other) {
        chroma.run(api -> api.drop(other.name()));
    }
}
