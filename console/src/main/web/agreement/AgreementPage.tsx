import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { paths } from "contract";
import { useState } from "react";
import { api, body, type Schema } from "../api/client";
import { pick } from "../app/query";
import { useQueryOfPage } from "../app/search";
import { JobProgress } from "../jobs/JobProgress";
import { Choice, FilterField } from "../ui/fields";
import { duration, number } from "../ui/format";
import { More, usePages } from "../ui/pages";
import { Badge, Button, Empty, Facts, Loading, Page, Panel, Problem, Text, Time } from "../ui/parts";
import { SyncDialog } from "./SyncDialog";

type Finding = Schema["Finding"];
type FindingFilter = Omit<NonNullable<paths["/sync/findings"]["get"]["parameters"]["query"]>, "limit" | "cursor">;

const NAMES = ["projection", "kind", "state", "user_id", "project_id"] as const;
const INTERVAL_MS = 5_000;
const PAGE_SIZE = 50;

/** Whether the projections hold what the log says, and how to make them. */
export function AgreementPage() {
  const [starting, setStarting] = useState(false);
  const sync = useQuery({
    queryKey: ["sync"],
    queryFn: ({ signal }) => body(api.GET("/sync", { signal })),
    refetchInterval: INTERVAL_MS,
  });
  return (
    <Page
      title="Agreement"
      actions={
        <Button kind="primary" onPress={() => setStarting(true)}>
          Check or repair …
        </Button>
      }
    >
      <p>The log says what is true. A check compares each projection with it; a repair sends again what differs.</p>
      {sync.error && <Problem error={sync.error} retry={() => void sync.refetch()} />}
      {sync.isPending && <Loading what="the last checks" />}
      {sync.data && (
        <div className="columns">
          <Projection name="vector" statistics={sync.data.projections.vector} />
          <Projection name="graph" statistics={sync.data.projections.graph} />
        </div>
      )}
      {sync.data && (
        <p>
          Continuous check: <Badge state={sync.data.scheduler.state} /> {sync.data.scheduler.projection}; last full
          round began <Time at={sync.data.scheduler.full_round_started_at} />
        </p>
      )}
      <Findings />
      {starting && <SyncDialog onClose={() => setStarting(false)} />}
    </Page>
  );
}

function Projection({
  name,
  statistics,
}: {
  name: string;
  statistics: Schema["SyncStatistics"]["projections"]["vector"];
}) {
  const { last_check: last, findings, jobs } = statistics;
  const kinds = ["missing", "stale", "orphaned"] as const;
  return (
    <Panel title={name}>
      <Facts
        items={[
          ["Last full check", last ? <Time key="at" at={last.ended_at} /> : "none yet"],
          ["Memories checked", number(last?.memories)],
          ["It took", last ? duration(new Date(last.ended_at).getTime() - new Date(last.started_at).getTime()) : "–"],
        ]}
      />
      <table>
        <caption className="hidden">Findings of {name}</caption>
        <thead>
          <tr>
            <th scope="col">Findings</th>
            {kinds.map((kind) => (
              <th key={kind} scope="col">
                {kind}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(["open", "repaired", "gone"] as const).map((state) => (
            <tr key={state}>
              <th scope="row">{state}</th>
              {kinds.map((kind) => (
                <td key={kind}>{number(findings[state][kind])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {jobs.map((id) => (
        <JobProgress key={id} id={id} label={`Job on ${name}`} />
      ))}
    </Panel>
  );
}

function Findings() {
  const [query, change] = useQueryOfPage();
  const filter = pick(query, NAMES) as FindingFilter;
  const { query: findings, items } = usePages<Finding>(["findings", filter], (cursor, signal) =>
    body(api.GET("/sync/findings", { params: { query: { ...filter, limit: PAGE_SIZE, cursor } }, signal })),
  );
  const field = (name: (typeof NAMES)[number]) => ({
    value: query[name] ?? "",
    onChange: (value: string) => change({ [name]: value }),
  });
  return (
    <Panel title="Findings">
      <search className="filters" aria-label="Filter findings">
        <Choice label="Projection" any="Both" options={["vector", "graph"]} {...field("projection")} />
        <Choice label="Kind" any="All" options={["missing", "stale", "orphaned"]} {...field("kind")} />
        <Choice label="State" any="All" options={["open", "repaired", "gone"]} {...field("state")} />
        <FilterField label="User" type="search" {...field("user_id")} />
        <FilterField label="Project" type="search" {...field("project_id")} />
      </search>
      {findings.error && <Problem error={findings.error} retry={() => void findings.refetch()} />}
      {findings.isPending && <Loading what="findings" />}
      {findings.data && items.length === 0 && <Empty>Nothing was found that differs.</Empty>}
      {items.length > 0 && (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Memory</th>
                <th scope="col">Projection</th>
                <th scope="col">What</th>
                <th scope="col">Log and index</th>
                <th scope="col">Owner</th>
                <th scope="col">State</th>
                <th scope="col">Last seen</th>
              </tr>
            </thead>
            <tbody>
              {items.map((finding) => (
                <tr key={`${finding.projection}${finding.memory_log_id}${finding.kind}`}>
                  <td>
                    <Link to="/memories/$id" params={{ id: String(finding.memory_log_id) }}>
                      {finding.memory_log_id}
                    </Link>
                  </td>
                  <td>{finding.projection}</td>
                  <td>
                    <Badge state={finding.kind} /> {finding.damaged && "damaged"}
                  </td>
                  <td>
                    version {finding.log_version ?? "–"} and {finding.index_version ?? "–"}
                  </td>
                  <td>
                    <Text>{finding.user_id}</Text> / <Text>{finding.project_id}</Text>
                  </td>
                  <td>
                    <Badge state={finding.state} />
                  </td>
                  <td>
                    <Time at={finding.last_seen} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <More pages={findings} shown={items.length} />
        </div>
      )}
    </Panel>
  );
}
