import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, body } from "../api/client";
import { outcome } from "../jobs/JobProgress";
import { isFinished, type Job, useJob } from "../jobs/job";
import { number } from "../ui/format";
import { Badge, Empty, Loading, Panel, Problem, Progress, Text, Time } from "../ui/parts";
import type { Filter } from "./filter";

const INTERVAL_MS = 3_000;
const LAST = 10;
const MAX_PENDING = 100;

/** What was sent and is not acknowledged yet, and the last replays. */
export function PendingReplays({ filter }: { filter: Filter }) {
  const pending = useQuery({
    queryKey: ["dead-letters", "pending", filter],
    queryFn: ({ signal }) =>
      body(
        api.GET("/dead-letters", {
          params: { query: { ...filter, state: "replaying", limit: MAX_PENDING } },
          signal,
        }),
      ),
    refetchInterval: INTERVAL_MS,
  });
  const replays = useQuery({
    queryKey: ["replays"],
    queryFn: ({ signal }) =>
      body(api.GET("/jobs", { params: { query: { kind: "dead_letter_replay", limit: LAST } }, signal })),
    refetchInterval: INTERVAL_MS,
  });
  return (
    <>
      <Panel title="Waiting for their consumer">
        {pending.isError && <Problem error={pending.error} />}
        {!pending.data && !pending.isError && <Loading what="pending replays" />}
        {pending.data?.items.length === 0 && <Empty>No replay is waiting.</Empty>}
        {pending.data && pending.data.items.length > 0 && (
          <ul>
            {pending.data.items.map((letter) => (
              <li key={letter.id}>
                <Link to="/dead-letters/$id" params={{ id: letter.id }}>
                  memory {letter.memory_id ?? "unknown"}, {letter.consumer}
                </Link>{" "}
                of <Text>{letter.user_id}</Text> / <Text>{letter.project_id}</Text>, replay {number(letter.replays)}
              </li>
            ))}
            {pending.data.next_cursor && <li>and more</li>}
          </ul>
        )}
      </Panel>
      <Panel title={`The last ${LAST} replays`}>
        {replays.isError && <Problem error={replays.error} />}
        {replays.data?.items.length === 0 && <Empty>Nothing was replayed yet.</Empty>}
        <ul className="list">
          {replays.data?.items.map((job) => (
            <Replay key={job.id} job={job} />
          ))}
        </ul>
      </Panel>
    </>
  );
}

/** A replay with what became of its dead letters, which the list of jobs does not tell. */
function Replay({ job }: { job: Job }) {
  const { data = job } = useJob(job.id);
  return (
    <li>
      <p>
        <Badge state={data.state} />{" "}
        <Link to="/jobs/$id" params={{ id: data.id }}>
          <Time at={data.created_at} />
        </Link>
      </p>
      {isFinished(data) ? (
        <p>{outcome(data)}</p>
      ) : (
        <Progress label="Replay" done={data.progress.done} total={data.progress.total} />
      )}
    </li>
  );
}
