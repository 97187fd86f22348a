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

    private static final int REMEMBERED = 10_000;

    private final ChromaClient chroma;
    private final Cache<String, String> ids =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    ChromaCollections(ChromaClient chroma) {
        this.chroma = chroma;
    }

    /// Uses the collection if there is one.
    <T> Optional<T> ifThere(CollectionSpec plan, Function<String, T> use) {
        return withFreshId(plan, () -> find(plan).map(use));
    }

    /// Uses the collection, which is made if need be.
    <T> T use(CollectionSpec plan, Function<String, T> use) {
        return withFreshId(plan, () -> use.apply(find(plan).orElseGet(() -> create(plan))));
    }

    /// Uses the collection if there is one, whatever model it is of.
    <T> Optional<T> ifThereOfAnyModel(CollectionSpec plan, Function<ChromaApi.Collection, T> use) {
        return withFreshId(plan, () -> lookUp(plan).map(use));
    }

    private <T> T withFreshId(CollectionSpec plan, Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (CollectionNotFoundException _) {
            ids.invalidate(plan.name());
            return onceMore(attempt);
        } catch (IndexUnavailableException e) {
            throw naming(plan, e);
        }
    }

    /// Whoever reads of a trouble that only one tenant has learns where to look.
    private static IndexUnavailableException naming(CollectionSpec plan, IndexUnavailableException e) {
        var message = String.valueOf(e.getMessage());
        return !(e.getCause() instanceof RestClientException) || e.getCause().getCause() instanceof ConnectException
                ? e
                : new IndexUnavailableException(
                        message + " for the collection " + plan.name(), e.getCause(), e.retryAfter());
    }

    private static <T> T onceMore(Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (CollectionNotFoundException e) {
            throw new IndexUnavailableException("Chroma does not know the collection that it just named", e);
        }
    }

    private Optional<String> find(CollectionSpec plan) {
        var known = ids.getIfPresent(plan.name());
        return known != null ? Optional.of(known) : lookUp(plan).flatMap(found -> checked(plan, found));
    }

    private Optional<ChromaApi.Collection> lookUp(CollectionSpec plan) {
        try {
            return Optional.of(chroma.call(api -> api.collection(plan.name())));
        } catch (CollectionNotFoundException _) {
            return Optional.empty();
        }
    }

    /// A collection of another kind counts as missing once it is empty, so that what was erased can be
    /// embedded again.
    private Optional<String> checked(CollectionSpec plan, ChromaApi.Collection found) {
        var difference = plan.differenceTo(found);
        if (difference == null) {
            ids.put(plan.name(), found.id());
            return Optional.of(found.id());
        }
        if (chroma.call(api -> api.count(found.id())) > 0) {
            throw new IndexUnavailableException(
                    "the Chroma collection %s %s; vectors are not mixed. POST /sync with %s embeds everything again"
                            .formatted(
                                    plan.name(), difference, "{\"operation\":\"rebuild\",\"projection\":\"vector\"}"),
                    null);
        }
        return Optional.empty();
    }

    private String create(CollectionSpec plan) {
        lookUp(plan).filter(found -> plan.differenceTo(found) != null).ifPresent(this::dropEmpty);
        var made = chroma.call(api -> api.create(plan.request()));
        return checked(plan, made)
                .orElseThrow(() -> new IndexUnavailableException(
                        "Chroma made the collection %s, but it %s".formatted(plan.name(), plan.differenceTo(made)),
                        null));
    }

    private void dropEmpty(ChromaApi.Collection other) {
        chroma.run(api -> api.drop(other.name()));
    }
}
