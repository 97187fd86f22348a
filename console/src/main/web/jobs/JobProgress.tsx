import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { api, body } from "../api/client";
import { number, plural, words } from "../ui/format";
import { Badge, Button, Loading, Problem, Progress } from "../ui/parts";
import { refresh } from "../ui/refresh";
import { isFinished, type Job, useJob } from "./job";

/** What a job does at present, and what it did in the end. */
export function JobProgress({ id, label }: { id: string; label: string }) {
  const job = useJob(id);
  const queries = useQueryClient();
  const finished = job.data !== undefined && isFinished(job.data);
  useEffect(() => {
    if (finished) {
      refresh(queries, "dead-letters", "letter", "findings", "sync", "jobs", "replays");
    }
  }, [finished, queries]);
  const cancel = useMutation({
    mutationFn: () => body(api.POST("/jobs/{id}/cancel", { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["job", id] }),
  });
  if (job.isError && !job.data) {
    return <Problem error={job.error} retry={() => void job.refetch()} />;
  }
  if (!job.data) {
    return <Loading what="the job" />;
  }
  const { state, progress, error } = job.data;
  return (
    <div className="job">
      <p>
        <Badge state={state} /> <Link to="/jobs/$id" params={{ id }}>{`Job ${id.slice(0, 8)}`}</Link>
      </p>
      {!finished && <Progress label={label} done={progress.done} total={progress.total} />}
      <p role="status">{finished ? outcome(job.data) : error && `It waits: ${error}`}</p>
      {!finished && (
        <Button kind="danger" isPending={cancel.isPending} onPress={() => cancel.mutate()}>
          Cancel the job; what it has done stays done
        </Button>
      )}
      {cancel.isError && <Problem error={cancel.error} />}
    </div>
  );
}

/** What a job did, in words. */
export function outcome(job: Job): string {
  const { done, sent, skipped } = job.progress;
  const parts = [`${words(job.state)}: ${number(done)} looked at, ${number(sent)} sent, ${number(skipped)} skipped`];
  if (job.letters) {
    const { replaying, replayed, open, parked, skipped } = job.letters;
    parts.push(
      `of the dead letters, ${number(replayed)} applied, ${number(skipped)} skipped, ${number(open)} failed again, ` +
        `${number(parked)} parked, ${number(replaying)} not acknowledged yet`,
    );
  }
  if (job.result) {
    const { checked, missing, stale, orphaned, repaired, left } = job.result;
    parts.push(
      `${plural(checked ?? 0, "memory", "memories")} checked: ${number(missing)} missing, ${number(stale)} stale, ` +
        `${number(orphaned)} orphaned; ${number(repaired)} repaired, ${number(left)} left`,
    );
  }
  return `${parts.join("; ")}.${job.error ? ` ${job.error}` : ""}`;
}
