import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from "d3-force";
import type { Schema } from "../api/client";

export type Node = SimulationNodeDatum & {
  id: string;
  kind: "center" | "memory" | "entity";
  label: string;
  memory?: number;
  x: number;
  y: number;
};
export type Edge = { source: Node; target: Node };
export type Graph = { nodes: Node[]; edges: Edge[]; hidden: number };

export const WIDTH = 800;
export const HEIGHT = 520;
const MARGIN = 48;
const TICKS = 250;
const MAX_ENTITIES = 24;
const MAX_MEMORIES = 20;

/** Places a memory, the entities that it shares with others, and those others. The same data is the same picture. */
export function graphOf(id: string, task: string, related: Schema["Related"]): Graph {
  const memories = related.memories.slice(0, MAX_MEMORIES);
  const uses = new Map<string, number>();
  for (const memory of memories) {
    for (const name of new Set(memory.via)) {
      uses.set(name, (uses.get(name) ?? 0) + 1);
    }
  }
  const names = [...new Set([...related.entities.map((entity) => entity.name), ...uses.keys()])].sort(
    (one, other) => (uses.get(other) ?? 0) - (uses.get(one) ?? 0),
  );
  const shown = names.slice(0, MAX_ENTITIES);
  const center: Node = { id: "center", kind: "center", label: task, memory: Number(id), x: 0, y: 0, fx: 0, fy: 0 };
  const entities = shown.map(
    (name, index): Node => ({
      id: `entity ${name}`,
      kind: "entity",
      label: name,
      ...onCircle(index, shown.length, 130),
    }),
  );
  const others = memories.map(
    (memory, index): Node => ({
      id: `memory ${memory.memory_log_id}`,
      kind: "memory",
      label: memory.task,
      memory: memory.memory_log_id,
      ...onCircle(index, memories.length, 230),
    }),
  );
  const byName = new Map(shown.map((name, index) => [name, entities[index] as Node]));
  const edges: Edge[] = entities.map((target) => ({ source: center, target }));
  for (const [index, memory] of memories.entries()) {
    for (const name of new Set(memory.via)) {
      const source = byName.get(name);
      if (source) {
        edges.push({ source, target: others[index] as Node });
      }
    }
  }
  const nodes = [center, ...entities, ...others];
  settle(nodes, edges);
  return { nodes, edges, hidden: names.length - shown.length + related.memories.length - memories.length };
}

function onCircle(index: number, count: number, radius: number): { x: number; y: number } {
  const angle = (2 * Math.PI * index) / Math.max(1, count);
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

function settle(nodes: Node[], edges: Edge[]): void {
  forceSimulation(nodes)
    .force("link", forceLink<Node, Edge>(edges).distance(80).strength(0.15))
    .force("repel", forceManyBody().strength(-420))
    .force("apart", forceCollide(30))
    .force("x", forceX(0).strength(0.05))
    .force("y", forceY(0).strength(0.09))
    .stop()
    .tick(TICKS);
  fit(nodes, "x", WIDTH);
  fit(nodes, "y", HEIGHT);
}

/** Spreads the nodes over the whole picture. */
function fit(nodes: Node[], axis: "x" | "y", size: number): void {
  const places = nodes.map((node) => node[axis]);
  const least = Math.min(...places);
  const extent = Math.max(...places) - least || 1;
  for (const node of nodes) {
    node[axis] = nodes.length === 1 ? size / 2 : MARGIN + ((node[axis] - least) / extent) * (size - 2 * MARGIN);
  }
}
