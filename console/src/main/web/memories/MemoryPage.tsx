import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { api, body, getText, type Schema } from "../api/client";
import { parseExactly, pretty } from "../api/json";
import { ApiError } from "../api/problem";
import { useQueryOfPage } from "../app/search";
import { Diff } from "../ui/Diff";
import { Choice } from "../ui/fields";
import { duration, words } from "../ui/format";
import { Badge, Empty, Facts, Loading, Page, Problem, Text, Time } from "../ui/parts";
import { TextView } from "../ui/TextView";
import { Related } from "./Related";

type Memory = Schema["MemoryLog"];

const INTERVAL_MS = 5_000;
const GONE = 410;

/** One memory: what it says, what it said, where it is, and what it is related to. */
export function MemoryPage() {
  const { id } = useParams({ from: "/memories/$id" });
  const [query, change] = useQueryOfPage();
  const memory = useQuery({
    queryKey: ["memory", id],
    queryFn: async ({ signal }) =>
      parseExactly(await getText(`/memory-logs/${encodeURIComponent(id)}`, signal)) as Memory,
  });
  const isDeleted = memory.error instanceof ApiError && memory.error.status === GONE;
  if (memory.error && !isDeleted) {
    return <Problem error={memory.error} retry={() => void memory.refetch()} />;
  }
  if (memory.isPending) {
    return <Loading what="the memory" />;
  }
  const { data } = memory;
  return (
    <Page title={data ? <Text>{data.task}</Text> : `Memory ${id}`}>
      {isDeleted && <p className="warning">This memory is deleted. Its history stays readable.</p>}
      {data && (
        <Facts
          items={[
            ["Memory", `${data.id}, version ${data.version}`],
            ["User", <Text key="user">{data.user_id}</Text>],
            ["Project", <Text key="project">{data.project_id}</Text>],
            ["Agent", <Text key="agent">{data.agent}</Text>],
            ["Date", data.date],
            ["Conversation", <Text key="conversation">{data.conversation_id}</Text>],
            ["Created", <Time key="created" at={data.created_at} />],
            ["Updated", <Time key="updated" at={data.updated_at} />],
          ]}
        />
      )}
      <Tabs
        key={id}
        selectedKey={query.view ?? (isDeleted ? "versions" : "content")}
        onSelectionChange={(view) => change({ view: String(view) })}
      >
        <TabList aria-label="Views" className="tabs">
          {data && <Tab id="content">Content</Tab>}
          <Tab id="versions">Versions</Tab>
          <Tab id="state">State and timeline</Tab>
          {data && <Tab id="related">Related</Tab>}
        </TabList>
        {data && (
          <TabPanel id="content">
            <TextView text={pretty(data.raw_data)} label="Content" fileName={`memory-${id}.json`} />
          </TabPanel>
        )}
        <TabPanel id="versions">
          <Versions id={id} />
        </TabPanel>
        <TabPanel id="state">
          <State id={id} />
        </TabPanel>
        {data && (
          <TabPanel id="related">
            <Related id={id} task={data.task} />
          </TabPanel>
        )}
      </Tabs>
    </Page>
  );
}

function Versions({ id }: { id: string }) {
  const events = useQuery({
    queryKey: ["memory-events", id],
    queryFn: async ({ signal }) =>
      parseExactly(await getText(`/memory-logs/${encodeURIComponent(id)}/events`, signal)) as Schema["MemoryLogEvents"],
  });
  const [chosen, setChosen] = useState<{ before?: string; after?: string }>({});
  if (events.error) {
    return <Problem error={events.error} retry={() => void events.refetch()} />;
  }
  if (!events.data) {
    return <Loading what="versions" />;
  }
  const { items } = events.data;
  const options = items.map((event) => ({
    value: String(event.version),
    label: `${event.version}: ${words(event.type.replace("memory_log.", ""))} ${event.recorded_at.slice(0, 19)}`,
  }));
  const after = chosen.after ?? options.at(-1)?.value ?? "";
  const before = chosen.before ?? options.at(-2)?.value ?? after;
  const textOf = (version: string) => pretty(items.find((event) => String(event.version) === version)?.data ?? {});
  return (
    <>
      <ol className="timeline">
        {items.map((event) => (
          <li key={event.event_id}>
            Version {event.version}, {words(event.type.replace("memory_log.", ""))} <Time at={event.recorded_at} />
            {event.by && (
              <>
                {" "}
                by <Text>{event.by}</Text>
              </>
            )}
          </li>
        ))}
      </ol>
      {options.length < 2 ? (
        <>
          <Empty>There is one version, so that there is nothing to compare.</Empty>
          <TextView text={textOf(after)} label="Version" fileName={`memory-${id}-${after}.json`} />
        </>
      ) : (
        <>
          <div className="filters">
            <Choice
              label="From version"
              options={options}
              value={before}
              onChange={(before) => setChosen({ before, after })}
            />
            <Choice
              label="To version"
              options={options}
              value={after}
              onChange={(after) => setChosen({ before, after })}
            />
          </div>
          <Diff before={textOf(before)} after={textOf(after)} label={`From version ${before} to ${after}`} />
        </>
      )}
    </>
  );
}

function State({ id }: { id: string }) {
  const path = { id: Number(id) };
  const status = useQuery({
    queryKey: ["memory-status", id],
    queryFn: ({ signal }) => body(api.GET("/memory-logs/{id}/status", { params: { path }, signal })),
    refetchInterval: INTERVAL_MS,
  });
  const timeline = useQuery({
    queryKey: ["memory-timeline", id],
    queryFn: ({ signal }) => body(api.GET("/memory-logs/{id}/timeline", { params: { path }, signal })),
    refetchInterval: INTERVAL_MS,
  });
  return (
    <>
      {status.error && <Problem error={status.error} />}
      {status.data && (
        <Facts
          items={(["vector", "graph"] as const).map((projection) => {
            const { state, version, milliseconds } = status.data[projection];
            return [
              projection,
              <span key={projection}>
                <Badge state={state} /> version {version ?? "–"}, {duration(milliseconds)} after the commit{" "}
                {state === "dead_letter" && (
                  <Link to="/dead-letters" search={{ memory_id: id, view: "letters" } as never}>
                    its dead letters
                  </Link>
                )}
              </span>,
            ];
          })}
        />
      )}
      {timeline.error && <Problem error={timeline.error} />}
      {timeline.isPending && <Loading what="the timeline" />}
      <ol className="timeline">
        {timeline.data?.items.map((item) => (
          <li key={`${item.at}${item.what}${item.projection ?? ""}${item.version}`}>
            <Time at={item.at} /> <strong>{words(item.what)}</strong> {item.projection} version {item.version}
            {item.milliseconds !== undefined && `, ${duration(item.milliseconds)}`}
            {item.detail && (
              <>
                {" "}
                · <Text>{item.detail}</Text>
              </>
            )}
            {item.by && (
              <>
                {" "}
                · by <Text>{item.by}</Text>
              </>
            )}
            {item.trace_id && (
              <>
                {" "}
                · trace <code>{item.trace_id}</code>
              </>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
