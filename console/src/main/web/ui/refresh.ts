import type { InfiniteData, Query, QueryClient } from "@tanstack/react-query";

/** A list of more pages begins at its first again, instead of asking for all of them. */
const MAX_PAGES_ASKED_AGAIN = 5;

/** Asks again for what begins with one of these names; for everything without any. */
export function refresh(queries: QueryClient, ...names: string[]): void {
  const matches = (query: Query) => names.length === 0 || names.includes(String(query.queryKey[0]));
  void queries.resetQueries({ predicate: (query) => matches(query) && isLong(query) });
  void queries.invalidateQueries({ predicate: (query) => matches(query) && !isLong(query) });
}

function isLong(query: Query): boolean {
  const pages = (query.state.data as Partial<InfiniteData<unknown>> | undefined)?.pages;
  return Array.isArray(pages) && pages.length > MAX_PAGES_ASKED_AGAIN;
}
