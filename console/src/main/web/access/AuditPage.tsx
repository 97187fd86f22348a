import { api, body, type Schema } from "../api/client";
import { pick } from "../app/query";
import { useQueryOfPage } from "../app/search";
import { FilterField } from "../ui/fields";
import { More, usePages } from "../ui/pages";
import { Empty, Loading, Page, Problem, Text, Time } from "../ui/parts";

type Entry = Schema["AuditEntry"];

const NAMES = ["who", "what", "from", "to"] as const;
const PAGE_SIZE = 100;
const MAX_REQUEST = 400;

/** Who changed what, when and from where. */
export function AuditPage() {
  const [query, change] = useQueryOfPage();
  const filter = pick(query, NAMES);
  const { query: entries, items } = usePages<Entry>(["audit", filter], (cursor, signal) =>
    body(api.GET("/audit", { params: { query: { ...filter, limit: PAGE_SIZE, cursor } }, signal })),
  );
  const field = (name: (typeof NAMES)[number]) => ({
    value: query[name] ?? "",
    onChange: (value: string) => change({ [name]: value }),
  });
  return (
    <Page title="Audit">
      <search className="filters" aria-label="Filter">
        <FilterField label="Who" type="search" placeholder="key:ci" {...field("who")} />
        <FilterField label="What" type="search" placeholder="POST /keys" {...field("what")} />
        <FilterField label="From" type="date" {...field("from")} />
        <FilterField label="To" type="date" {...field("to")} />
      </search>
      {entries.error && <Problem error={entries.error} retry={() => void entries.refetch()} />}
      {entries.isPending && <Loading what="the audit" />}
      {entries.data && items.length === 0 && <Empty>Nothing was changed.</Empty>}
      {items.length > 0 && (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">Of what</th>
                <th scope="col">From</th>
                <th scope="col">Asked for</th>
              </tr>
            </thead>
            <tbody>
              {items.map((entry) => (
                <tr key={entry.position}>
                  <td>
                    <Time at={entry.at} />
                  </td>
                  <td>
                    <Text>{entry.who}</Text>
                  </td>
                  <td>{entry.what}</td>
                  <td>
                    <Text>{entry.subject}</Text>
                  </td>
                  <td>{entry.from ?? "–"}</td>
                  <td>
                    <code>
                      <bdi>{textOf(entry.request)}</bdi>
                    </code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <More pages={entries} shown={items.length} />
        </div>
      )}
    </Page>
  );
}

function textOf(request: Entry["request"]): string {
  const text =
    request === null || request === undefined ? "" : typeof request === "string" ? request : JSON.stringify(request);
  return text.length > MAX_REQUEST ? `${text.slice(0, MAX_REQUEST)} …` : text;
}
