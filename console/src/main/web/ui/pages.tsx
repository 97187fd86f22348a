import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { number } from "./format";
import { Button, Problem } from "./parts";

export type ListPage<T> = { items: T[]; next_cursor?: string | null };

/** A list that comes page by page. It is asked for again and again while one page of it is shown. */
export function usePages<T>(
  key: unknown[],
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<T>>,
  refetchInterval: number | false = false,
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : refetchInterval),
  });
  return { query, items: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

export function More({ pages, shown }: { pages: ReturnType<typeof usePages>["query"]; shown: number }) {
  return (
    <div className="toolbar">
      <span className="muted" role="status">
        {number(shown)} shown{pages.hasNextPage ? ", there are more" : ", which are all"}
      </span>
      {pages.hasNextPage && (
        <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
          Show more
        </Button>
      )}
      {pages.isFetchNextPageError && <Problem error={pages.error} />}
    </div>
  );
}
