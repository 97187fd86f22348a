import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { api, body } from "../api/client";
import { number, plural, words } from "../ui/format";
import { Badge, Button, Empty, Loading, Problem, Text, Time } from "../ui/parts";
import { type Column, VirtualTable } from "../ui/VirtualTable";
import { ExportDialog } from "./ExportDialog";
import type { Filter, Letter } from "./filter";
import type { ReplayScope } from "./ReplayDialog";

export const PAGE_SIZE = 100;
const MAX_SELECTED = 100;

const COLUMNS: Column<Letter>[] = [
  {
    name: "Failed",
    width: "minmax(11.5rem, 1fr)",
    cell: (letter) => (
      <Link to="/dead-letters/$id" params={{ id: letter.id }}>
        <Time at={letter.last_seen} />
      </Link>
    ),
  },
  { name: "Consumer", width: "6rem", cell: (letter) => letter.consumer },
  { name: "Memory", width: "6rem", cell: (letter) => letter.memory_id ?? "–" },
  {
    name: "Owner",
    width: "minmax(8rem, 1fr)",
    cell: (letter) => (
      <>
        <Text>{letter.user_id}</Text> / <Text>{letter.project_id}</Text>
      </>
    ),
  },
  {
    name: "Why",
    width: "minmax(14rem, 3fr)",
    cell: (letter) => (
      <span title={letter.cause.message}>
        {words(letter.reason)}: <Text>{letter.cause.message}</Text>
      </span>
    ),
  },
  { name: "State", width: "7.5rem", cell: (letter) => <Badge state={letter.state} /> },
  {
    name: "Next retry",
    width: "11.5rem",
    cell: (letter) => (letter.next_retry_at ? <Time at={letter.next_retry_at} /> : words(letter.retry_class)),
  },
];

/** Dead letters one by one, newest first. */
export function Letters({ filter, onReplay }: { filter: Filter; onReplay: (scope: ReplayScope) => void }) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [exporting, setExporting] = useState(false);
  const queries = useQueryClient();
  const key = ["dead-letters", "list", filter];
  const letters = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/dead-letters", {
          params: { query: { ...filter, limit: PAGE_SIZE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  const { hasNextPage, isFetching, fetchNextPage } = letters;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetching, fetchNextPage]);
  const rows = useMemo(() => letters.data?.pages.flatMap((page) => page.items) ?? [], [letters.data]);
  const chosen = useMemo(() => rows.filter((letter) => selected.has(letter.id)), [rows, selected]);
  const select = useCallback((key: string, isSelected: boolean) => {
    setSelected((before) => {
      const after = new Set(before);
      if (isSelected && after.size < MAX_SELECTED) {
        after.add(key);
      } else {
        after.delete(key);
      }
      return after;
    });
  }, []);
  if (letters.isError && rows.length === 0) {
    return <Problem error={letters.error} retry={() => void letters.refetch()} />;
  }
  if (!letters.data) {
    return <Loading what="dead letters" />;
  }
  return (
    <>
      <div className="toolbar">
        <span role="status">
          {number(rows.length)}
          {hasNextPage ? " so far" : ""}, {number(chosen.length)} selected
          {selected.size >= MAX_SELECTED ? ` (no more than ${MAX_SELECTED})` : ""}
        </span>
        <Button isDisabled={chosen.length === 0} onPress={() => onReplay({ kind: "letters", letters: chosen })}>
          {chosen.length === 0 ? "Replay the selected …" : `Replay ${plural(chosen.length, "dead letter")} …`}
        </Button>
        <Button
          kind="quiet"
          onPress={() => setSelected(new Set(rows.slice(0, MAX_SELECTED).map((letter) => letter.id)))}
        >
          Select the first {number(Math.min(MAX_SELECTED, rows.length))}
        </Button>
        <Button kind="quiet" onPress={() => void queries.resetQueries({ queryKey: key })}>
          Refresh
        </Button>
        <Button kind="quiet" onPress={() => setExporting(true)}>
          Export …
        </Button>
      </div>
      {rows.length === 0 ? (
        <Empty>There are no dead letters here.</Empty>
      ) : (
        <VirtualTable
          label="Dead letters"
          columns={COLUMNS}
          rows={rows}
          keyOf={(letter) => letter.id}
          nameOf={(letter) => `the dead letter of memory ${letter.memory_id ?? "unknown"}, ${letter.consumer}`}
          isComplete={!hasNextPage}
          onEnd={more}
          selected={selected}
          onSelect={select}
        />
      )}
      {letters.isFetchNextPageError && <Problem error={letters.error} retry={() => void fetchNextPage()} />}
      {exporting && <ExportDialog filter={filter} onClose={() => setExporting(false)} />}
    </>
  );
}
