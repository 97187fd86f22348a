/**
 * JSON that keeps the digits of its numbers. A number that JavaScript cannot hold as it was written (2^53 + 1, 1.0) is kept
 * as its source text where the browser knows it, and is written back the same.
 */
type RawJson = { rawJSON: string };
type JsonWithSource = {
  parse(text: string, reviver: (key: string, value: unknown, context?: { source?: string }) => unknown): unknown;
  rawJSON?(text: string): RawJson;
};

const json = JSON as unknown as JsonWithSource;

export const keepsDigits = json.rawJSON !== undefined;

export function parseExactly(text: string): unknown {
  return json.parse(text, (_key, value, context) =>
    typeof value === "number" && context?.source !== undefined && String(value) !== context.source && json.rawJSON
      ? json.rawJSON(context.source)
      : value,
  );
}

export function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? "";
}
