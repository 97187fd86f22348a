import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schema } from "../api/client";
import { duration, number, plural } from "../ui/format";
import { Badge } from "../ui/parts";
import type { Live } from "./live";

type Status = Schema["Overview"];
export type Minute = Schema["Pipeline"]["minutes"][number];
export const PROJECTIONS = ["vector", "graph"] as const;
export type Projection = (typeof PROJECTIONS)[number];

const STORE_OF = { vector: "chroma", graph: "neo4j" } as const;
const NAME_OF = { chroma: "Chroma", neo4j: "Neo4j" } as const;

/** The way of a memory, from the client to both indexes, with what happens at each place now. */
export function Flow({ status, minutes, live }: { status: Status; minutes: Minute[]; live: Live }) {
  const whole = minutes.at(-2);
  const { postgres, kafka } = status.stores;
  const { outbox } = status;
  return (
    <ol className="flow" aria-label="The way of a memory">
      <Stage name="Accepted" state={postgres.state} reason={postgres.reason} store="PostgreSQL">
        <Figure value={number(live.inLastMinute)} unit="in the last minute" main />
        <Figure value={number(whole?.accepted)} unit="in the minute before this" />
      </Stage>
      <Stage name="Outbox">
        <Figure value={number(outbox?.rows)} unit={`of ${number(outbox?.limit)} wait`} main />
        <Figure value={duration((outbox?.oldest_age_seconds ?? 0) * 1_000)} unit="the oldest" />
      </Stage>
      <Stage name="Log" state={kafka.state} reason={kafka.reason} store="Kafka">
        <Figure
          value={number(Math.max(0, ...PROJECTIONS.map((p) => status.consumers[p].lag ?? 0)))}
          unit="not read"
          main
        />
      </Stage>
      <li className="lanes">
        <ul>
          {PROJECTIONS.map((projection) => (
            <Lane key={projection} projection={projection} status={status} minutes={minutes} />
          ))}
        </ul>
      </li>
    </ol>
  );
}

function Lane({ projection, status, minutes }: { projection: Projection; status: Status; minutes: Minute[] }) {
  const consumer = status.consumers[projection];
  const storeName = STORE_OF[projection];
  const store = status.stores[storeName];
  const whole = minutes.at(-2)?.projections[projection];
  const timed = minutes.findLast((minute) => minute.projections[projection].p50_ms !== null)?.projections[projection];
  const letters = status.dead_letters?.by_consumer[projection];
  const overdue = status.pipeline?.overdue[projection] ?? 0;
  return (
    <li className={`lane ${projection}`}>
      <ol aria-label={`To ${projection}`}>
        <Stage name={projection} state={consumer.state} reason={consumer.reason} since={consumer.since}>
          <Figure value={number(consumer.lag)} unit="behind the log" main />
          <Figure value={number(overdue)} unit="overdue" />
          <p>
            <Link to="/dead-letters" search={{ consumer: projection, state: "open", view: "letters" } as never}>
              {plural((letters?.open ?? 0) + (letters?.parked ?? 0), "dead letter")}
            </Link>
          </p>
        </Stage>
        <Stage name="Stored" state={store.state} reason={store.reason} store={NAME_OF[storeName]}>
          <Figure value={number(whole?.stored)} unit="in the minute before this" main />
          <Figure value={duration(timed?.p50_ms)} unit="half are stored within" />
          <Figure
            value={`${duration(timed?.p95_ms)}, ${duration(timed?.p99_ms)}`}
            unit="95 of 100 and 99 of 100 within"
          />
        </Stage>
      </ol>
    </li>
  );
}

function Stage({
  name,
  state,
  store,
  reason,
  since,
  children,
}: {
  name: string;
  state?: string;
  store?: string;
  reason?: string | null;
  since?: string | null;
  children: ReactNode;
}) {
  return (
    <li className={`stage ${state === "up" || state === "following" || state === undefined ? "" : "troubled"}`}>
      <h2>{name}</h2>
      {state && (
        <p>
          {store && <span className="muted">{store} </span>}
          <Badge state={state} />
        </p>
      )}
      {reason && (
        <p className="reason">
          <bdi>{reason}</bdi>
          {since && `, since ${since.slice(11, 19)}`}
        </p>
      )}
      {children}
    </li>
  );
}

function Figure({ value, unit, main }: { value: string; unit: string; main?: boolean }) {
  return (
    <p className="figure">
      <span className={main ? "big" : "value"}>{value}</span> <span className="muted">{unit}</span>
    </p>
  );
}
