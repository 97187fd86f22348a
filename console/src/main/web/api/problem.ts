import type { components } from "contract";

type Problem = components["schemas"]["Problem"];

/** An answer that is a problem document. */
export class ApiError extends Error {
  readonly status: number;
  readonly title: string;
  readonly fields: { name: string; detail: string }[];

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.status = status;
    this.title = problem.title ?? `Status ${status}`;
    this.fields = (problem.errors ?? []).map((error) => ({
      name: error.pointer ?? error.parameter ?? error.header ?? "",
      detail: error.detail,
    }));
  }

  /** Whether the same call may succeed later. */
  get isTemporary(): boolean {
    return this.status === 429 || this.status === 503;
  }
}

/** No answer came: the server is away, or it took too long. */
export class UnavailableError extends Error {
  constructor() {
    super("Memlog did not answer.");
  }
}

export function isRetryable(error: unknown): boolean {
  return error instanceof UnavailableError || (error instanceof ApiError && error.isTemporary);
}

/** What is wrong with a field of the body, by its JSON pointer. */
export function fieldErrors(error: unknown): Map<string, string> {
  const errors = new Map<string, string>();
  if (error instanceof ApiError) {
    for (const { name, detail } of error.fields) {
      errors.set(name, detail);
    }
  }
  return errors;
}
