import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";

export type Column<T> = { name: string; width: string; cell: (row: T) => ReactNode };

const ROW_HEIGHT = 44;
const OVERSCAN = 12;

/**
 * A list of any length: only the rows in sight are in the page, and the next ones are asked for when the end comes near.
 *
 * @param selected the keys of the rows that are selected; without it there is nothing to select
 */
export function VirtualTable<T>({
  label,
  columns,
  rows,
  keyOf,
  nameOf,
  isComplete,
  onEnd,
  selected,
  onSelect,
}: {
  label: string;
  columns: Column<T>[];
  rows: T[];
  keyOf: (row: T) => string;
  nameOf: (row: T) => string;
  isComplete: boolean;
  onEnd: () => void;
  selected?: ReadonlySet<string>;
  onSelect?: (key: string, isSelected: boolean) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (!isComplete && last >= rows.length - OVERSCAN) {
      onEnd();
    }
  }, [isComplete, last, rows.length, onEnd]);
  const template = [...(selected ? ["2.5rem"] : []), ...columns.map((column) => column.width)].join(" ");
  return (
    <div ref={box} className="virtual" role="region" aria-label={label} tabIndex={0}>
      <div role="table" aria-label={label} aria-rowcount={isComplete ? rows.length + 1 : -1}>
        <div role="row" aria-rowindex={1} className="row head" style={{ gridTemplateColumns: template }}>
          {selected && <Head name="Select" hide />}
          {columns.map((column) => (
            <Head key={column.name} name={column.name} />
          ))}
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {items.map((item) => {
            const row = rows[item.index] as T;
            const key = keyOf(row);
            return (
              <div
                key={key}
                role="row"
                aria-rowindex={item.index + 2}
                className="row"
                style={{ gridTemplateColumns: template, transform: `translateY(${item.start}px)`, height: ROW_HEIGHT }}
              >
                {selected && (
                  <div role="cell">
                    <input
                      type="checkbox"
                      aria-label={`Select ${nameOf(row)}`}
                      checked={selected.has(key)}
                      onChange={(event) => onSelect?.(key, event.target.checked)}
                    />
                  </div>
                )}
                {columns.map((column) => (
                  <div key={column.name} role="cell">
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Head({ name, hide }: { name: string; hide?: boolean }) {
  return <div role="columnheader">{hide ? <span className="hidden">{name}</span> : name}</div>;
}
