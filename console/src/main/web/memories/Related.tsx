import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useMemo, useState } from "react";
import { api, body } from "../api/client";
import { Choice } from "../ui/fields";
import { plural } from "../ui/format";
import { Button, Empty, Loading, Problem, Text } from "../ui/parts";
import { graphOf, HEIGHT, type Node, WIDTH } from "./graph";

const LIMIT = 20;
const MAX_LABEL = 22;
const RADIUS = { center: 12, memory: 9, entity: 6 };

/** What a memory shares with others, as a picture to walk and as a list. */
export function Related({ id, task }: { id: string; task: string }) {
  const [depth, setDepth] = useState("1");
  const [lit, setLit] = useState<string | null>(null);
  const related = useQuery({
    queryKey: ["related", id, depth],
    queryFn: ({ signal }) =>
      body(
        api.GET("/memory-logs/{id}/related", {
          params: { path: { id: Number(id) }, query: { depth: Number(depth), limit: LIMIT } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const graph = useMemo(() => (related.data ? graphOf(id, task, related.data) : null), [id, task, related.data]);
  if (related.error) {
    return <Problem error={related.error} retry={() => void related.refetch()} />;
  }
  if (!related.data || !graph) {
    return <Loading what="related memories" />;
  }
  const { memories, entities } = related.data;
  const light = (name: string) => setLit((before) => (before === name ? null : name));
  return (
    <>
      <div className="toolbar">
        <Choice label="Steps" options={["1", "2", "3"]} value={depth} onChange={setDepth} />
        <span className="muted" role="status">
          {plural(memories.length, "memory", "memories")}, {plural(entities.length, "entity", "entities")}
          {graph.hidden > 0 && `; ${graph.hidden} are in the list only`}
          {lit && `; lit: what names ${lit}`}
        </span>
      </div>
      {memories.length === 0 && entities.length === 0 && <Empty>It is related to nothing.</Empty>}
      <div className="related">
        <Picture graph={graph} lit={lit} onLight={light} />
        <div>
          <h2>Memories</h2>
          <ol className="list">
            {memories.map((memory) => (
              <li key={memory.memory_log_id} className={lit && memory.via.includes(lit) ? "lit" : undefined}>
                <Link
                  to="/memories/$id"
                  params={{ id: String(memory.memory_log_id) }}
                  search={{ view: "related" } as never}
                >
                  <Text>{memory.task}</Text>
                </Link>
                <p className="muted">
                  by{" "}
                  {[...new Set(memory.via)].slice(0, 6).map((name, index) => (
                    <span key={name}>
                      {index > 0 && ", "}
                      <Text>{name}</Text>
                    </span>
                  ))}
                </p>
              </li>
            ))}
          </ol>
          <h2>Entities</h2>
          <ul className="entities">
            {entities.map((entity) => (
              <li key={`${entity.type} ${entity.name} ${entity.relation}`}>
                <Button kind="quiet" aria-pressed={lit === entity.name} onPress={() => light(entity.name)}>
                  <Text>{entity.name}</Text>
                </Button>
                <span className="muted">
                  {entity.type}, {entity.relation}
                </span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </>
  );
}

function Picture({
  graph,
  lit,
  onLight,
}: {
  graph: ReturnType<typeof graphOf>;
  lit: string | null;
  onLight: (name: string) => void;
}) {
  const navigate = useNavigate();
  const activate = (node: Node) => {
    if (node.kind === "entity") {
      onLight(node.label);
    } else if (node.kind === "memory") {
      void navigate({
        to: "/memories/$id",
        params: { id: String(node.memory) },
        search: { view: "related" },
      } as never);
    }
  };
  const onKey = (event: KeyboardEvent, node: Node) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      activate(node);
    }
  };
  const isLit = (node: Node) => lit !== null && node.kind === "entity" && node.label === lit;
  return (
    <svg className="picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label="Related memories and entities">
      {graph.edges.map(({ source, target }) => (
        <line
          key={`${source.id}-${target.id}`}
          className={isLit(source) || isLit(target) ? "lit" : undefined}
          x1={source.x}
          y1={source.y}
          x2={target.x}
          y2={target.y}
        />
      ))}
      {graph.nodes.map((node) => (
        <g
          key={node.id}
          role={node.kind === "memory" ? "link" : "button"}
          tabIndex={0}
          aria-label={`${node.kind === "center" ? "this memory" : node.kind} ${node.label}${isLit(node) ? ", lit" : ""}`}
          className={`node ${node.kind} ${isLit(node) ? "lit" : ""}`}
          transform={`translate(${node.x} ${node.y})`}
          onClick={() => activate(node)}
          onKeyDown={(event) => onKey(event, node)}
        >
          <circle r={RADIUS[node.kind]} />
          <text y={RADIUS[node.kind] + 12}>
            {node.label.length > MAX_LABEL ? `${node.label.slice(0, MAX_LABEL)}…` : node.label}
          </text>
        </g>
      ))}
    </svg>
  );
}
