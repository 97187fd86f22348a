import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { duration, number } from "../ui/format";
import { Panel } from "../ui/parts";
import type { Minute } from "./Flow";

type Row = { minute: string } & Record<string, number | string | null>;
type Series = { name: string; colour: string; dash?: string; value: (minute: Minute) => number | null };

const HEIGHT = 220;

const THROUGHPUT: Series[] = [
  { name: "accepted", colour: "var(--ink)", dash: "4 3", value: (minute) => minute.accepted },
  { name: "vector", colour: "var(--vector)", value: (minute) => minute.projections.vector.stored },
  { name: "graph", colour: "var(--graph)", value: (minute) => minute.projections.graph.stored },
];

const LATENCY: Series[] = (["vector", "graph"] as const).flatMap((projection) => [
  {
    name: `${projection} p50`,
    colour: `var(--${projection})`,
    value: (minute: Minute) => minute.projections[projection].p50_ms ?? null,
  },
  {
    name: `${projection} p95`,
    colour: `var(--${projection})`,
    dash: "6 3",
    value: (minute: Minute) => minute.projections[projection].p95_ms ?? null,
  },
  {
    name: `${projection} p99`,
    colour: `var(--${projection})`,
    dash: "2 3",
    value: (minute: Minute) => minute.projections[projection].p99_ms ?? null,
  },
]);

const FAILURES: Series[] = (["vector", "graph"] as const).flatMap((projection) => [
  {
    name: `${projection} failed`,
    colour: `var(--${projection})`,
    value: (minute: Minute) => minute.projections[projection].failed,
  },
  {
    name: `${projection} replayed`,
    colour: `var(--${projection})`,
    dash: "4 3",
    value: (minute: Minute) => minute.projections[projection].replayed,
  },
]);

/** The last hour, a point a minute. */
export function Charts({ minutes }: { minutes: Minute[] }) {
  return (
    <div className="columns">
      <Chart title="Accepted and stored, a minute" series={THROUGHPUT} minutes={minutes} format={number} />
      <Chart title="From commit to stored" series={LATENCY} minutes={minutes} format={duration} />
      <Chart title="Failed and replayed, a minute" series={FAILURES} minutes={minutes} format={number} />
    </div>
  );
}

function Chart({
  title,
  series,
  minutes,
  format,
}: {
  title: string;
  series: Series[];
  minutes: Minute[];
  format: (value: number | null) => string;
}) {
  const rows: Row[] = minutes.map((minute) => ({
    minute: minute.minute.slice(11, 16),
    ...Object.fromEntries(series.map(({ name, value }) => [name, value(minute)])),
  }));
  return (
    <Panel title={title}>
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <LineChart data={rows} title={title} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis dataKey="minute" stroke="var(--faint)" tick={{ fontSize: 12 }} minTickGap={40} />
          <YAxis
            stroke="var(--faint)"
            tick={{ fontSize: 12 }}
            width={56}
            allowDecimals={false}
            tickFormatter={(value: number) => format(value)}
          />
          <Tooltip
            formatter={(value) => format(typeof value === "number" ? value : null)}
            contentStyle={{ background: "var(--surface)", borderColor: "var(--line)", color: "var(--ink)" }}
          />
          <Legend wrapperStyle={{ fontSize: 12 }} />
          {series.map(({ name, colour, dash }) => (
            <Line
              key={name}
              dataKey={name}
              stroke={colour}
              strokeDasharray={dash}
              strokeWidth={2}
              dot={false}
              connectNulls
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
      <details>
        <summary>As a table</summary>
        <div className="scroll figures">
          <table>
            <thead>
              <tr>
                <th scope="col">Minute</th>
                {series.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.toReversed().map((row) => (
                <tr key={row.minute}>
                  <th scope="row">{row.minute}</th>
                  {series.map(({ name }) => (
                    <td key={name}>{format(row[name] as number | null)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </Panel>
  );
}
