import type { Schema } from "./client";
import { reject, session } from "./session";
import { ServerSentEvents } from "./sse";

export type Change = Schema["Change"];

const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 15_000;
/** The server sends a comment every 15 s of silence. */
const MAX_SILENCE_MS = 45_000;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

/**
 * Follows `GET /stream` with the caller's key, which EventSource cannot send, and resumes after an interruption.
 *
 * @param onState whether changes arrive at present
 */
export function followChanges(onChange: (change: Change) => void, onState: (live: boolean) => void): () => void {
  const stop = new AbortController();
  void follow(onChange, onState, stop.signal);
  return () => stop.abort();
}

async function follow(onChange: (change: Change) => void, onState: (live: boolean) => void, stop: AbortSignal) {
  let lastId: string | null = null;
  let wait = MIN_WAIT_MS;
  while (!stop.aborted) {
    try {
      await read(
        lastId,
        stop,
        () => {
          wait = MIN_WAIT_MS;
          onState(true);
        },
        (id, change) => {
          lastId = id;
          if (change !== null) {
            onChange(change);
          }
        },
      );
    } catch {
      // It is asked for again, from the last event that came.
    }
    if (stop.aborted) {
      return;
    }
    onState(false);
    await pause(wait, stop);
    wait = Math.min(wait * 2, MAX_WAIT_MS);
  }
}

async function read(
  lastId: string | null,
  stop: AbortSignal,
  onOpen: () => void,
  onMessage: (id: string, change: Change | null) => void,
) {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), MAX_SILENCE_MS);
  const { key } = session.get();
  const headers = new Headers({ Accept: "text/event-stream" });
  if (key !== null) {
    headers.set("Authorization", `Bearer ${key}`);
  }
  if (lastId !== null) {
    headers.set("Last-Event-ID", lastId);
  }
  try {
    const answer = await fetch("/stream", {
      headers,
      signal: AbortSignal.any([stop, silence.signal]),
      cache: "no-store",
    });
    if (answer.status === UNAUTHORIZED || answer.status === FORBIDDEN) {
      if (answer.status === UNAUTHORIZED) {
        reject(key, "The key is no longer accepted.");
      }
      return;
    }
    if (!answer.ok || answer.body === null) {
      return;
    }
    onOpen();
    const events = new ServerSentEvents();
    const decoder = new TextDecoder();
    const reader = answer.body.getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), MAX_SILENCE_MS);
      for (const event of events.push(decoder.decode(chunk.value, { stream: true }))) {
        onMessage(event.id, event.data === "" ? null : (JSON.parse(event.data) as Change));
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stop.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
