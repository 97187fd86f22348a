import type { components, paths } from "contract";
import createClient from "openapi-fetch";
import { connectionLost } from "./connection";
import { ApiError, UnavailableError } from "./problem";
import { reject, session } from "./session";

export type Schema = components["schemas"];

const TIMEOUT_MS = 30_000;
const UNAUTHORIZED = 401;
const PROXY_FAILURES = [502, 504];

/** The typed client of the contract. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: (request) => send(request) });

async function send(request: Request): Promise<Response> {
  const { key } = session.get();
  if (key !== null) {
    request.headers.set("Authorization", `Bearer ${key}`);
  }
  const answer = await fetchOrNotice(request);
  if (answer.status === UNAUTHORIZED) {
    reject(key, key === null ? "" : await detailOf(answer.clone()));
  }
  return answer;
}

async function fetchOrNotice(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    if (PROXY_FAILURES.includes(answer.status)) {
      throw new UnavailableError();
    }
    return answer;
  } catch (error) {
    if (request.signal.aborted) {
      throw error;
    }
    connectionLost();
    throw new UnavailableError();
  }
}

async function detailOf(answer: Response): Promise<string> {
  try {
    return ((await answer.json()) as Schema["Problem"]).detail;
  } catch {
    return "The key is not accepted.";
  }
}

type Result<T> = { data?: T; error?: unknown; response: Response };

/** The body of an answer, with its headers. A problem is thrown as an ApiError. */
export async function answered<T>(call: Promise<Result<T>>): Promise<{ body: T; headers: Headers }> {
  const { data, error, response } = await call;
  if (!response.ok) {
    throw new ApiError(response.status, problemIn(error));
  }
  return { body: data as T, headers: response.headers };
}

export async function body<T>(call: Promise<Result<T>>): Promise<T> {
  return (await answered(call)).body;
}

/** The problem document of an answer, which is text where the call asked for text. */
function problemIn(error: unknown): Partial<Schema["Problem"]> {
  if (typeof error !== "string") {
    return (error ?? {}) as Partial<Schema["Problem"]>;
  }
  try {
    return JSON.parse(error);
  } catch {
    return {};
  }
}

/** Sends a body that is JSON text already, so that the digits of its numbers stay as they were typed. */
export async function postText<T>(path: string, json: string): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  const answer = await send(new Request(path, { method: "POST", headers, body: json }));
  const text = await answer.text();
  if (!answer.ok) {
    throw new ApiError(answer.status, problemIn(text));
  }
  return JSON.parse(text) as T;
}

export async function getText(path: string, signal: AbortSignal): Promise<string> {
  const answer = await send(new Request(path, { signal }));
  const text = await answer.text();
  if (!answer.ok) {
    throw new ApiError(answer.status, problemIn(text));
  }
  return text;
}
