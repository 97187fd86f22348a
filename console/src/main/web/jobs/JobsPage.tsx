import { Link } from "@tanstack/react-router";
import { api, body } from "../api/client";
import { useQueryOfPage } from "../app/search";
import { Choice } from "../ui/fields";
import { words } from "../ui/format";
import { More, usePages } from "../ui/pages";
import { Badge, Empty, Loading, Page, Problem, Progress, Time } from "../ui/parts";
import { outcome } from "./JobProgress";
import { isFinished, type Job } from "./job";

const KINDS = ["dead_letter_replay", "replay", "sync", "archive", "archive_restore"] as const;
const STATES = ["queued", "running", "completed", "cancelled", "failed"] as const;
const INTERVAL_MS = 3_000;

/** What runs in the background, and what it did. */
export function JobsPage() {
  const [query, change] = useQueryOfPage();
  const filter = {
    ...(query.kind ? { kind: query.kind as Job["kind"] } : {}),
    ...(query.state ? { state: query.state as Job["state"] } : {}),
  };
  const { query: jobs, items } = usePages<Job>(
    ["jobs", filter],
    (cursor, signal) => body(api.GET("/jobs", { params: { query: { ...filter, limit: 20, cursor } }, signal })),
    INTERVAL_MS,
  );
  return (
    <Page title="Jobs">
      <search className="filters" aria-label="Filter">
        <Choice label="Kind" any="All" options={KINDS} value={query.kind ?? ""} onChange={(kind) => change({ kind })} />
        <Choice
          label="State"
          any="All"
          options={STATES}
          value={query.state ?? ""}
          onChange={(state) => change({ state })}
        />
      </search>
      {jobs.error && <Problem error={jobs.error} retry={() => void jobs.refetch()} />}
      {jobs.isPending && <Loading what="jobs" />}
      {jobs.data && items.length === 0 && <Empty>There are no such jobs.</Empty>}
      <ul className="list">
        {items.map((job) => (
          <li key={job.id}>
            <p>
              <Badge state={job.state} />{" "}
              <Link to="/jobs/$id" params={{ id: job.id }}>
                {words(job.kind)} {operationOf(job)}
              </Link>{" "}
              <Time at={job.created_at} />
            </p>
            {isFinished(job) ? (
              <p className="muted">{outcome(job)}</p>
            ) : (
              <Progress label={words(job.kind)} done={job.progress.done} total={job.progress.total} />
            )}
          </li>
        ))}
      </ul>
      {items.length > 0 && <More pages={jobs} shown={items.length} />}
    </Page>
  );
}

export function operationOf(job: Job): string {
  const { operation, projection } = job.request as { operation?: string; projection?: string };
  return [operation, projection].filter(Boolean).join(" ");
}
