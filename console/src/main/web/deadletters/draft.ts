import { parseExactly, pretty } from "../api/json";
import type { WholeLetter } from "./filter";

/** The members of a memory log that a correction may set, besides `raw_data`. */
export const FIELDS = [
  { name: "task", label: "Task", required: true },
  { name: "agent", label: "Agent", required: false },
  { name: "date", label: "Date", required: false },
  { name: "user_id", label: "User", required: true },
  { name: "project_id", label: "Project", required: true },
  { name: "conversation_id", label: "Conversation", required: false },
  { name: "request_id", label: "Request", required: false },
  { name: "importance", label: "Importance, 0 to 10", required: false },
] as const;

export type FieldName = (typeof FIELDS)[number]["name"];

/** What one types: each field as text, and `raw_data` as JSON text. */
export type Draft = Record<FieldName, string> & { raw_data: string };

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The payload of a dead letter as fields; those that cannot be read are empty. */
export function draftOf(letter: WholeLetter): Draft {
  const json = (letter.payload.json ?? {}) as Record<string, unknown>;
  const draft = { raw_data: pretty(json.raw_data ?? {}) } as Draft;
  for (const { name } of FIELDS) {
    draft[name] = textOf(json[name]);
  }
  draft.user_id ||= letter.user_id ?? "";
  draft.project_id ||= letter.project_id ?? "";
  return draft;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) {
    return "";
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What is wrong with a draft before it is sent, by JSON pointer; the server judges the rest. */
export function errorsOf(draft: Draft): Map<string, string> {
  const errors = new Map<string, string>();
  for (const { name, required } of FIELDS) {
    if (required && draft[name].trim() === "") {
      errors.set(`#/${name}`, "must not be blank");
    }
  }
  if (draft.importance !== "" && !NUMBER.test(draft.importance)) {
    errors.set("#/importance", "must be a number");
  }
  try {
    const data = parseExactly(draft.raw_data);
    if (typeof data !== "object" || data === null || Array.isArray(data)) {
      errors.set("#/raw_data", "must be an object");
    }
  } catch (error) {
    errors.set("#/raw_data", `is not valid JSON: ${error instanceof Error ? error.message : ""}`);
  }
  return errors;
}

/** The JSON text of a draft that has no errors, with the digits of its numbers as they were typed. */
export function jsonOf(draft: Draft): string {
  const members = FIELDS.filter(({ name }) => draft[name] !== "").map(({ name }) => {
    const value = name === "importance" ? draft[name] : JSON.stringify(draft[name]);
    return `${JSON.stringify(name)}:${value}`;
  });
  return pretty(parseExactly(`{${[...members, `"raw_data":${draft.raw_data}`].join(",")}}`));
}
