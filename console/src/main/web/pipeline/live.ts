import { useEffect, useState } from "react";
import { type Change, followChanges } from "../api/changes";

const MAX_RECENT = 12;
const WINDOW_MS = 60_000;
/** A burst of changes draws the page this often at most. */
const DRAW_MS = 500;
const MAX_COUNTED = 200_000;

export type Live = { isLive: boolean; recent: Change[]; inLastMinute: number };

/** The changes of memories as they are stored. */
export function useLiveChanges(): Live {
  const [live, setLive] = useState<Live>({ isLive: false, recent: [], inLastMinute: 0 });
  useEffect(() => {
    let recent: Change[] = [];
    let arrivals: number[] = [];
    let isLive = false;
    const stop = followChanges(
      (change) => {
        recent = [change, ...recent].slice(0, MAX_RECENT);
        if (arrivals.length < MAX_COUNTED) {
          arrivals.push(Date.now());
        }
      },
      (state) => {
        isLive = state;
      },
    );
    const timer = setInterval(() => {
      const start = Date.now() - WINDOW_MS;
      arrivals = arrivals.filter((at) => at >= start);
      const next = { isLive, recent, inLastMinute: arrivals.length };
      setLive((before) =>
        before.isLive === next.isLive && before.recent === next.recent && before.inLastMinute === next.inLastMinute
          ? before
          : next,
      );
    }, DRAW_MS);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, []);
  return live;
}
