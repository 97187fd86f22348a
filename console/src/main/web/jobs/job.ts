import { useQuery } from "@tanstack/react-query";
import { api, body, type Schema } from "../api/client";

export type Job = Schema["Job"];

const INTERVAL_MS = 1_000;

export function isFinished(job: Job): boolean {
  return job.state === "completed" || job.state === "cancelled" || job.state === "failed";
}

/** Whether nothing changes any more: a replay has sent everything before its consumers have answered. */
function isSettled(job: Job): boolean {
  return isFinished(job) && (job.letters?.replaying ?? 0) === 0;
}

/** A job, asked for once a second until nothing changes any more. */
export function useJob(id: string) {
  return useQuery({
    queryKey: ["job", id],
    queryFn: ({ signal }) => body(api.GET("/jobs/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isSettled(state.data) ? false : INTERVAL_MS),
  });
}

/** The id of a job that an answer's `Location` names. */
export function jobIn(headers: Headers): string {
  return headers.get("Location")?.split("/").pop() ?? "";
}
