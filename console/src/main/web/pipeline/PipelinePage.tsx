import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { api, body, type Schema } from "../api/client";
import { duration, number, plural, words } from "../ui/format";
import { Badge, Loading, Page, Panel, Problem, Text, Time } from "../ui/parts";
import { Flow } from "./Flow";
import { useLiveChanges } from "./live";

/** The library that draws them is half of the console. */
const Charts = lazy(async () => ({ default: (await import("./Charts")).Charts }));

const STATUS_INTERVAL_MS = 3_000;
const MINUTES_INTERVAL_MS = 10_000;
const MINUTES = 60;

/** Whether memories arrive everywhere, at a look. */
export function PipelinePage() {
  const live = useLiveChanges();
  const status = useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => body(api.GET("/status", { signal })),
    refetchInterval: STATUS_INTERVAL_MS,
  });
  const pipeline = useQuery({
    queryKey: ["pipeline"],
    queryFn: ({ signal }) => body(api.GET("/status/pipeline", { params: { query: { minutes: MINUTES } }, signal })),
    refetchInterval: MINUTES_INTERVAL_MS,
  });
  return (
    <Page
      title="Pipeline"
      actions={
        <>
          {status.data && <Badge state={status.data.status} />}
          <span className="muted" role="status">
            {live.isLive ? "live" : "not live"}
          </span>
        </>
      }
    >
      {status.error && !status.data && <Problem error={status.error} retry={() => void status.refetch()} />}
      {status.isPending && <Loading what="the state of the pipeline" />}
      {status.data && <Attention status={status.data} />}
      {status.data && <Flow status={status.data} minutes={pipeline.data?.minutes ?? []} live={live} />}
      {pipeline.error && !pipeline.data && <Problem error={pipeline.error} retry={() => void pipeline.refetch()} />}
      {pipeline.data && (
        <Suspense fallback={<Loading what="the charts" />}>
          <Charts minutes={pipeline.data.minutes} />
        </Suspense>
      )}
      <Panel title="The latest changes">
        {live.recent.length === 0 && <p className="muted">None since this page was opened.</p>}
        <ul className="list">
          {live.recent.map((change) => (
            <li key={`${change.memory_log_id}/${change.version}`}>
              <Time at={change.at} /> {words(change.type.replace("memory_log.", ""))}{" "}
              <Link to="/memories/$id" params={{ id: String(change.memory_log_id) }}>
                memory {change.memory_log_id}
              </Link>
              , version {change.version}, of <Text>{change.user_id}</Text> / <Text>{change.project_id}</Text>
            </li>
          ))}
        </ul>
      </Panel>
    </Page>
  );
}

/** What an operator should look at; nothing when all is well. */
function Attention({ status }: { status: Schema["Overview"] }) {
  const points: string[] = [];
  for (const [name, store] of Object.entries(status.stores)) {
    if (store.state === "down") {
      points.push(`${name} is down${store.reason ? `: ${store.reason}` : ""}`);
    }
  }
  for (const [name, consumer] of Object.entries(status.consumers)) {
    if (consumer.state !== "following") {
      points.push(`The consumer ${name} is ${consumer.state}${consumer.reason ? `: ${consumer.reason}` : ""}`);
    }
  }
  const { outbox, dead_letters: letters, pipeline } = status;
  if (outbox && outbox.parked > 0) {
    points.push(`${plural(outbox.parked, "change")} cannot be published`);
  }
  for (const [projection, overdue] of Object.entries(pipeline?.overdue ?? {})) {
    if (overdue > 0) {
      points.push(`${plural(overdue, "change")} behind in ${projection}: stored, and not reported on`);
    }
  }
  if (pipeline && !pipeline.complete) {
    points.push(`The figures are not complete; ${pipeline.missing.join(", ") || "an instance"} did not answer`);
  }
  const toHandle = letters ? letters.open + letters.parked : 0;
  if (points.length === 0 && toHandle === 0) {
    return null;
  }
  return (
    <div className="warning attention">
      <strong>Look at this</strong>
      <ul>
        {points.map((point) => (
          <li key={point}>
            <bdi>{point}</bdi>
          </li>
        ))}
        {letters && toHandle > 0 && (
          <li>
            <Link to="/dead-letters">{plural(toHandle, "dead letter")}</Link>, the oldest for{" "}
            {duration(letters.oldest_age_seconds * 1_000)}: {number(letters.open)} open, {number(letters.parked)} parked
          </li>
        )}
      </ul>
    </div>
  );
}
