import type { Letter } from "./filter";

/** A cell that a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

const COLUMNS: [string, (letter: Letter) => string | number | null | undefined][] = [
  ["id", (letter) => letter.id],
  ["consumer", (letter) => letter.consumer],
  ["reason", (letter) => letter.reason],
  ["state", (letter) => letter.state],
  ["group", (letter) => letter.group],
  ["memory_id", (letter) => letter.memory_id],
  ["version", (letter) => letter.version],
  ["user_id", (letter) => letter.user_id],
  ["project_id", (letter) => letter.project_id],
  ["type", (letter) => letter.type],
  ["attempts", (letter) => letter.attempts],
  ["replays", (letter) => letter.replays],
  ["failed_replays", (letter) => letter.failed_replays],
  ["retry_class", (letter) => letter.retry_class],
  ["next_retry_at", (letter) => letter.next_retry_at],
  ["first_seen", (letter) => letter.first_seen],
  ["last_seen", (letter) => letter.last_seen],
  ["exception", (letter) => letter.cause.exception],
  ["message", (letter) => letter.cause.message],
];

/** RFC 4180; what a spreadsheet would run begins with an apostrophe. */
export function csv(letters: Letter[]): string {
  const lines = [COLUMNS.map(([name]) => name), ...letters.map((letter) => COLUMNS.map(([, value]) => value(letter)))];
  return lines
    .map((line) => line.map(cell).join(","))
    .join("\r\n")
    .concat("\r\n");
}

function cell(value: string | number | null | undefined): string {
  const text = String(value ?? "");
  const safe = typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
