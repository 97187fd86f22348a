import { createStore } from "./store";

const PROBE = "/actuator/health/liveness";
const PROBE_INTERVAL_MS = 2_000;
const PROBE_TIMEOUT_MS = 5_000;

/** Since when the server does not answer; null while it does. */
export const lostSince = createStore<Date | null>(null);

const listeners = new Set<() => void>();

/** Calls a listener when the server answers again. */
export function onReturn(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function connectionLost(): void {
  if (lostSince.get() === null) {
    lostSince.set(new Date());
    setTimeout(probe, PROBE_INTERVAL_MS);
  }
}

async function probe(): Promise<void> {
  try {
    const answer = await fetch(PROBE, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS), cache: "no-store" });
    if (answer.ok) {
      lostSince.set(null);
      for (const listener of listeners) {
        listener();
      }
      return;
    }
  } catch {
    // It is still away.
  }
  setTimeout(probe, PROBE_INTERVAL_MS);
}
