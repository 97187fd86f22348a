import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { bytes, plural } from "./format";
import { linesOf } from "./lines";
import { Button } from "./parts";

const LINE_HEIGHT = 20;
const MAX_VISIBLE_LINES = 24;
const OVERSCAN = 20;

/** A text of any size: only the lines in sight are in the page, and a long line is cut into several. */
export function TextView({ text, label, fileName }: { text: string; label: string; fileName: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState(false);
  const lines = useMemo(() => linesOf(text), [text]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN,
  });
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  return (
    <div className="text-view">
      <div className="toolbar">
        <span className="muted">
          {bytes(new Blob([text]).size)}, {plural(lines.length, "line")}
        </span>
        <Button kind="quiet" onPress={copy}>
          {copied ? "Copied" : "Copy"}
        </Button>
        <Button kind="quiet" onPress={() => save(fileName, "text/plain", text)}>
          Save
        </Button>
      </div>
      <div
        ref={box}
        className="code"
        role="region"
        aria-label={label}
        tabIndex={0}
        style={{ height: Math.min(lines.length, MAX_VISIBLE_LINES) * LINE_HEIGHT + 16 }}
      >
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => (
            <div key={item.key} className="line" dir="auto" style={{ transform: `translateY(${item.start}px)` }}>
              {lines[item.index]}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

export function save(fileName: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
