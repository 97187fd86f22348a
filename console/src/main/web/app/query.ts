/** The query of an address: texts only, and written as other programs write it. */
export type Query = Record<string, string | undefined>;

export function parseSearch(text: string): Query {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(query: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === "string" && value !== "") {
      parameters.set(name, value);
    }
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

/** Those members of a query that are set. */
export function pick<K extends string>(query: Query, names: readonly K[]): Partial<Record<K, string>> {
  const picked: Partial<Record<K, string>> = {};
  for (const name of names) {
    if (query[name]) {
      picked[name] = query[name];
    }
  }
  return picked;
}
