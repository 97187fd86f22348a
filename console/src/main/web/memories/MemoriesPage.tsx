import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { answered, api, body, type Schema } from "../api/client";
import { useSignedIn } from "../app/context";
import type { Query } from "../app/query";
import { useQueryOfPage } from "../app/search";
import { Choice, TextField } from "../ui/fields";
import { number } from "../ui/format";
import { More, usePages } from "../ui/pages";
import { Badge, Button, Empty, Loading, Page, Problem, Text } from "../ui/parts";
import { Hit } from "./Hit";

const MODES = ["hybrid", "vector", "text", "graph"] as const;
const LIMIT = 20;
const TENANT = "memlog.tenant";
const FIELDS = [
  "q",
  "user_id",
  "project_id",
  "mode",
  "min_similarity",
  "agent",
  "tag",
  "conversation_id",
  "from",
  "to",
] as const;

/** Finds memories, and says why each was found. */
export function MemoriesPage() {
  const caller = useSignedIn();
  const [query, change] = useQueryOfPage();
  const [typed, setTyped] = useState<Query>(() => withTenant(query));
  useEffect(() => setTyped(withTenant(query)), [query]);
  const user = query.user_id ?? caller.user_id ?? "";
  const project = query.project_id ?? caller.project_id ?? "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sessionStorage.setItem(TENANT, JSON.stringify({ user_id: typed.user_id, project_id: typed.project_id }));
    change(Object.fromEntries(FIELDS.map((name) => [name, typed[name] || undefined])));
  };
  const field = (name: (typeof FIELDS)[number]) => ({
    value: typed[name] ?? "",
    onChange: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
  });
  return (
    <Page title="Memories">
      <search>
        <form onSubmit={submit} aria-label="Search memories">
          <div className="filters">
            <TextField
              label="User"
              required={!caller.user_id}
              placeholder={caller.user_id ?? ""}
              {...field("user_id")}
            />
            <TextField
              label="Project"
              required={!caller.project_id}
              placeholder={caller.project_id ?? ""}
              {...field("project_id")}
            />
            <Choice label="Mode" options={MODES} {...field("mode")} />
            <TextField label="Least similarity" type="number" placeholder="0 to 1" {...field("min_similarity")} />
            <TextField label="Agent" {...field("agent")} />
            <TextField label="Tags, with commas" {...field("tag")} />
            <TextField label="Conversation" {...field("conversation_id")} />
            <TextField label="From" type="date" {...field("from")} />
            <TextField label="To" type="date" {...field("to")} />
          </div>
          <div className="search-line">
            <TextField
              label="Look for, by meaning and by words; empty lists the newest"
              type="search"
              {...field("q")}
            />
            <Button kind="primary" type="submit">
              Search
            </Button>
          </div>
        </form>
      </search>
      {user === "" || project === "" ? (
        <Empty>Memories belong to a user and a project: name both.</Empty>
      ) : query.q ? (
        <Found query={query} user={user} project={project} />
      ) : (
        <Newest query={query} user={user} project={project} />
      )}
    </Page>
  );
}

function withTenant(query: Query): Query {
  let last: Query = {};
  try {
    last = JSON.parse(sessionStorage.getItem(TENANT) ?? "{}") as Query;
  } catch {
    // It was not ours.
  }
  return { mode: "hybrid", ...last, ...query };
}

function tagsOf(query: Query): string[] {
  return (query.tag ?? "")
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}

function Found({ query, user, project }: { query: Query; user: string; project: string }) {
  const tags = tagsOf(query);
  const request: Schema["Search"] = {
    query: query.q ?? "",
    user_id: user,
    project_id: project,
    limit: LIMIT,
    explain: true,
    mode: (query.mode ?? "hybrid") as Schema["Search"]["mode"],
    ...(query.min_similarity ? { min_similarity: Number(query.min_similarity) } : {}),
    filters: {
      ...(query.agent ? { agent: query.agent } : {}),
      ...(tags.length > 0 ? { tags } : {}),
      ...(query.conversation_id ? { conversation_id: query.conversation_id } : {}),
      ...(query.from ? { from: query.from } : {}),
      ...(query.to ? { to: query.to } : {}),
    },
  };
  const search = useQuery({
    queryKey: ["search", request],
    queryFn: async ({ signal }) => {
      const { body: hits, headers } = await answered(api.POST("/memory-logs/search", { body: request, signal }));
      return {
        hits,
        degraded: headers.get("Memlog-Degraded"),
        pending: headers.get("Memlog-Pending"),
        below: headers.get("Memlog-Below-Threshold"),
      };
    },
    staleTime: 30_000,
  });
  if (search.error) {
    return <Problem error={search.error} retry={() => void search.refetch()} />;
  }
  if (!search.data) {
    return <Loading what="what is found" />;
  }
  const { hits, degraded, pending, below } = search.data;
  return (
    <>
      {degraded && <p className="warning">These parts of the search did not answer: {degraded}</p>}
      <p className="muted" role="status">
        {number(hits.length)} found, best first
        {below && below !== "0" && `; ${below} fell below the least similarity`}
        {pending &&
          pending !== "0" &&
          `; ${pending === "1001" ? "more than 1,000" : pending} are not in every index yet`}
      </p>
      {hits.length === 0 && <Empty>Nothing was found.</Empty>}
      <ol className="hits">
        {hits.map((hit) => (
          <Hit key={hit.id} hit={hit} />
        ))}
      </ol>
    </>
  );
}

function Newest({ query, user, project }: { query: Query; user: string; project: string }) {
  const tags = tagsOf(query);
  const filter = {
    user_id: user,
    project_id: project,
    ...(query.agent ? { agent: query.agent } : {}),
    ...(tags.length > 0 ? { tag: tags } : {}),
    ...(query.conversation_id ? { conversation_id: query.conversation_id } : {}),
    ...(query.from ? { from: query.from } : {}),
    ...(query.to ? { to: query.to } : {}),
  };
  const { query: memories, items } = usePages<Schema["MemoryLog"]>(["memories", filter], (cursor, signal) =>
    body(api.GET("/memory-logs", { params: { query: { ...filter, limit: 50, cursor } }, signal })),
  );
  return (
    <>
      {memories.error && <Problem error={memories.error} retry={() => void memories.refetch()} />}
      {memories.isPending && <Loading what="memories" />}
      {memories.data && items.length === 0 && <Empty>There are no memories here.</Empty>}
      {items.length > 0 && (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Memory</th>
                <th scope="col">Task</th>
                <th scope="col">Agent</th>
                <th scope="col">Date</th>
                <th scope="col">Vector</th>
                <th scope="col">Graph</th>
              </tr>
            </thead>
            <tbody>
              {items.map((memory) => (
                <tr key={memory.id}>
                  <td>{memory.id}</td>
                  <td>
                    <Link to="/memories/$id" params={{ id: String(memory.id) }}>
                      <Text>{memory.task}</Text>
                    </Link>
                  </td>
                  <td>
                    <Text>{memory.agent}</Text>
                  </td>
                  <td>{memory.date}</td>
                  <td>
                    <Badge state={memory.status.vector} />
                  </td>
                  <td>
                    <Badge state={memory.status.graph} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <More pages={memories} shown={items.length} />
        </div>
      )}
    </>
  );
}
