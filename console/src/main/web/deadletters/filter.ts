import type { paths } from "contract";
import type { Schema } from "../api/client";
import { pick, type Query } from "../app/query";

export type Letter = Schema["DeadLetter"];
export type WholeLetter = Schema["WholeDeadLetter"];
export type Group = Schema["DeadLetterGroups"]["items"][number];
export type Filter = Omit<NonNullable<paths["/dead-letters"]["get"]["parameters"]["query"]>, "limit" | "cursor">;

export const STATES = ["open", "replaying", "replayed", "skipped", "superseded", "parked", "discarded"] as const;
export const CONSUMERS = ["vector", "graph"] as const;
const NAMES = ["consumer", "reason", "memory_id", "user_id", "project_id", "group", "state", "from", "to"] as const;

/** The filter that an address names; the server judges its values. */
export function filterOf(query: Query): Filter {
  return pick(query, NAMES) as unknown as Filter;
}

/** The same filter as the body of a replay has it. */
export function replayFilter(filter: Filter): NonNullable<Schema["DeadLetterReplay"]["filter"]> {
  const { memory_id, state: _, ...others } = filter;
  return {
    ...others,
    ...(memory_id === undefined ? {} : { memory_id: Number(memory_id) }),
    state: "open",
  } as NonNullable<Schema["DeadLetterReplay"]["filter"]>;
}

/** A filter in words. */
export function inWords(filter: Filter): string {
  const parts = Object.entries(filter)
    .filter(([name]) => name !== "state")
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${value}`);
  return parts.length === 0 ? "all open dead letters" : `open dead letters with ${parts.join(", ")}`;
}
