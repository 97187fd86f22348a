import { diffLines } from "diff";
import { useMemo } from "react";
import { plural } from "./format";
import { linesOf } from "./lines";

const MAX_MILLISECONDS = 1_000;
const MAX_CHARACTERS = 1_000_000;
const MAX_LINES = 2_000;
const CONTEXT = 3;

type Line = { mark: "+" | "-" | " " | "…"; text: string };

/** What was added and removed between two texts, with three lines around each change. */
export function Diff({ before, after, label }: { before: string; after: string; label: string }) {
  const lines = useMemo(() => compare(before, after), [before, after]);
  if (lines === null) {
    return <p className="empty">These texts are too large, or too different, to compare line by line.</p>;
  }
  const changed = lines.filter((line) => line.mark === "+" || line.mark === "-").length;
  if (changed === 0) {
    return <p className="empty">There is no difference.</p>;
  }
  return (
    <>
      <div className="diff" role="region" aria-label={label} tabIndex={0}>
        {lines.slice(0, MAX_LINES).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a comparison never move
          <div key={index} className={CLASS[line.mark]}>
            <span aria-hidden="true">{line.mark}</span>
            <span className="hidden">{SPOKEN[line.mark]}</span>
            <span dir="auto">{line.text}</span>
          </div>
        ))}
      </div>
      {lines.length > MAX_LINES && <p className="muted">and {plural(lines.length - MAX_LINES, "more line")}</p>}
    </>
  );
}

const CLASS = { "+": "added", "-": "removed", " ": "same", "…": "gap" };
const SPOKEN = { "+": "added: ", "-": "removed: ", " ": "", "…": "lines that are the same" };

function compare(before: string, after: string): Line[] | null {
  if (before.length + after.length > MAX_CHARACTERS) {
    return null;
  }
  const parts = diffLines(before, after, { timeout: MAX_MILLISECONDS });
  if (!parts) {
    return null;
  }
  return parts.flatMap((part, index): Line[] => {
    const lines = linesOf(part.value.replace(/\n$/, ""));
    if (part.added || part.removed) {
      return lines.map((text) => ({ mark: part.added ? "+" : "-", text }));
    }
    const same = lines.map((text): Line => ({ mark: " ", text }));
    const head = index === 0 ? [] : same.slice(0, CONTEXT);
    const tail = index === parts.length - 1 ? [] : same.slice(-CONTEXT);
    return head.length + tail.length >= same.length ? same : [...head, { mark: "…", text: "" }, ...tail];
  });
}
