import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, body } from "../api/client";
import { number, words } from "../ui/format";
import { Badge, Button, Empty, Loading, Problem, Text, Time } from "../ui/parts";
import type { Filter } from "./filter";
import type { ReplayScope } from "./ReplayDialog";

const INTERVAL_MS = 10_000;

/** Dead letters counted by consumer and cause. */
export function Groups({
  filter,
  onReplay,
  onOpen,
}: {
  filter: Filter;
  onReplay: (scope: ReplayScope) => void;
  onOpen: (group: string) => void;
}) {
  const groups = useQuery({
    queryKey: ["dead-letters", "groups", filter],
    queryFn: ({ signal }) => body(api.GET("/dead-letters/groups", { params: { query: filter }, signal })),
    refetchInterval: INTERVAL_MS,
    placeholderData: keepPreviousData,
  });
  if (groups.isError) {
    return <Problem error={groups.error} retry={() => void groups.refetch()} />;
  }
  if (!groups.data) {
    return <Loading what="the causes" />;
  }
  if (groups.data.items.length === 0) {
    return <Empty>There are no dead letters here.</Empty>;
  }
  return (
    <ul className="cards">
      {groups.data.items.map((group) => (
        <li key={group.group} className="card">
          <header>
            <span className="big">{number(group.count)}</span>
            <h2>
              {group.consumer} · {words(group.reason)}
            </h2>
          </header>
          <p className="cause">
            <Text>{group.cause}</Text>
          </p>
          <p>
            {Object.entries(group.by_state)
              .filter(([, count]) => count > 0)
              .map(([state, count]) => (
                <span key={state} className="pair">
                  {number(count)} <Badge state={state} />
                </span>
              ))}
          </p>
          <p className="muted">
            <Time at={group.first_seen} /> to <Time at={group.last_seen} />
          </p>
          <div className="actions">
            <Button onPress={() => onOpen(group.group)}>Show {number(group.count)}</Button>
            {group.by_state.open > 0 && (
              <Button
                onPress={() => onReplay({ kind: "filter", filter: { ...filter, group: group.group }, name: "group" })}
              >
                Replay the group …
              </Button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
