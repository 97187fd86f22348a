import { useLocation } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { Button as AriaButton, ProgressBar as AriaProgressBar, type ButtonProps, Label } from "react-aria-components";
import { ApiError } from "../api/problem";
import { number, words } from "./format";

/** Text of users and agents: its own direction, and never more than text. */
export function Text({ children }: { children: string | null | undefined }) {
  return children === null || children === undefined ? <span className="muted">–</span> : <bdi>{children}</bdi>;
}

/** A button. While what it began is under way it does nothing, and keeps the focus, unlike one that is disabled. */
export function Button({
  kind = "plain",
  isPending = false,
  onPress,
  ...props
}: Omit<ButtonProps, "className" | "isPending"> & {
  kind?: "plain" | "primary" | "danger" | "quiet";
  isPending?: boolean;
}) {
  return (
    <AriaButton
      {...props}
      className={`button ${kind} ${isPending ? "pending" : ""}`}
      {...(isPending || !onPress ? {} : { onPress })}
    />
  );
}

const TONES: Record<string, string> = {
  up: "good",
  following: "good",
  stored: "good",
  completed: "good",
  replayed: "good",
  repaired: "good",
  running: "busy",
  queued: "busy",
  replaying: "busy",
  pending: "busy",
  checking: "busy",
  degraded: "warn",
  paused: "warn",
  stale: "warn",
  open: "warn",
  transient: "warn",
  down: "bad",
  stopped: "bad",
  unreachable: "bad",
  failed: "bad",
  parked: "bad",
  dead_letter: "bad",
  missing: "bad",
  orphaned: "bad",
  permanent: "bad",
};

/** A state in words, with a colour that repeats them. */
export function Badge({ state }: { state: string }) {
  return <span className={`badge ${TONES[state] ?? "neutral"}`}>{words(state)}</span>;
}

export function Time({ at }: { at: string | null | undefined }) {
  if (!at) {
    return <span className="muted">–</span>;
  }
  const iso = at.replace(/(\.\d{3})\d*/, "$1");
  return (
    <time dateTime={iso} title={at}>
      {iso.slice(0, 10)} {iso.slice(11, 19)}
    </time>
  );
}

/** The page that is loaded first is announced by the browser. */
let isFirst = true;

/** A page whose heading has the focus once one comes to it. */
export function Page({ title, actions, children }: { title: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const path = useLocation({ select: (location) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another memory on the same page is announced, too
  useEffect(() => {
    if (!isFirst) {
      heading.current?.focus({ preventScroll: true });
    }
    isFirst = false;
  }, [path]);
  return (
    <>
      <header className="page-header">
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {actions && <div className="actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

export function Panel({ title, actions, children }: { title: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="panel">
      <header>
        <h2>{title}</h2>
        {actions && <div className="actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** Names and values. */
export function Facts({ items }: { items: [string, ReactNode][] }) {
  return (
    <dl className="facts">
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const title = error instanceof ApiError ? error.title : "This cannot be shown";
  const detail = error instanceof Error ? error.message : String(error);
  return (
    <div className="problem" role="alert">
      <strong>{title}</strong>
      <p>{detail}</p>
      {error instanceof ApiError && error.fields.length > 0 && (
        <ul>
          {error.fields.map((field) => (
            <li key={field.name + field.detail}>
              <code>{field.name}</code> {field.detail}
            </li>
          ))}
        </ul>
      )}
      {retry && <Button onPress={retry}>Try again</Button>}
    </div>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <p className="loading" role="status">
      Loading {what} …
    </p>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="empty">{children}</p>;
}

export function Progress({ label, done, total }: { label: string; done: number; total: number }) {
  const known = total > 0;
  return (
    <AriaProgressBar
      className="progress"
      value={known ? Math.min(done, total) : 0}
      maxValue={known ? total : 1}
      isIndeterminate={!known}
      valueLabel={known ? `${number(done)} of ${number(total)}` : "counting"}
    >
      {({ percentage, valueText }) => (
        <>
          <Label>{label}</Label>
          <span className="value">{valueText}</span>
          <div className="track">
            <div className={known ? "fill" : "fill waiting"} style={{ width: `${percentage ?? 30}%` }} />
          </div>
        </>
      )}
    </AriaProgressBar>
  );
}
