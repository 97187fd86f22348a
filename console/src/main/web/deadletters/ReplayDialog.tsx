import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, body } from "../api/client";
import { JobProgress } from "../jobs/JobProgress";
import { jobIn } from "../jobs/job";
import { TextField } from "../ui/fields";
import { number, plural } from "../ui/format";
import { Modal } from "../ui/Modal";
import { Button, Loading, Problem, Progress, Text } from "../ui/parts";
import { refresh } from "../ui/refresh";
import { type Filter, inWords, type Letter, replayFilter } from "./filter";

export type ReplayScope = { kind: "filter"; filter: Filter; name?: string } | { kind: "letters"; letters: Letter[] };

/** Says what a replay would send before it sends it, and follows it to its end. */
export function ReplayDialog({ scope, onClose }: { scope: ReplayScope; onClose: () => void }) {
  return (
    <Modal title="Replay dead letters" onClose={onClose}>
      <p>
        Each event is sent to the consumer that failed, and to no other. What is deleted or superseded meanwhile is
        skipped.
      </p>
      {scope.kind === "filter" ? <ReplayOfFilter filter={scope.filter} /> : <ReplayOfLetters letters={scope.letters} />}
    </Modal>
  );
}

function ReplayOfFilter({ filter }: { filter: Filter }) {
  const [rate, setRate] = useState("");
  const selection = replayFilter(filter);
  const preview = useQuery({
    queryKey: ["replay-preview", selection],
    queryFn: ({ signal }) =>
      body(api.POST("/dead-letters/replay", { body: { filter: selection, dry_run: true }, signal })),
    gcTime: 0,
    staleTime: 0,
  });
  const replay = useMutation({
    mutationFn: async () => {
      const rate_per_second = rate === "" ? {} : { rate_per_second: Number(rate) };
      const call = api.POST("/dead-letters/replay", { body: { filter: selection, ...rate_per_second } });
      return jobIn((await answered(call)).headers);
    },
  });
  if (replay.data) {
    return <JobProgress id={replay.data} label="Replay" />;
  }
  if (preview.isError) {
    return <Problem error={preview.error} retry={() => void preview.refetch()} />;
  }
  const found = preview.data;
  if (!found || !("count" in found)) {
    return <Loading what="how many it would be" />;
  }
  return (
    <>
      <p>
        A dry run found <strong>{plural(found.count, "dead letter")}</strong>: {inWords(filter)}.
      </p>
      {found.sample.length > 0 && (
        <ul className="sample">
          {found.sample.slice(0, 5).map((letter) => (
            <li key={letter.id}>
              {letter.consumer}, memory {letter.memory_id ?? "unknown"}, <Text>{letter.user_id}</Text> /{" "}
              <Text>{letter.project_id}</Text>
            </li>
          ))}
          {found.count > 5 && <li>and {number(found.count - 5)} more</li>}
        </ul>
      )}
      <TextField
        label="At most this many a second"
        type="number"
        value={rate}
        onChange={setRate}
        placeholder={String(found.rate_per_second)}
      />
      <Button
        kind="primary"
        isDisabled={found.count === 0}
        isPending={replay.isPending}
        onPress={() => replay.mutate()}
      >{`Replay ${plural(found.count, "dead letter")}`}</Button>
      {replay.isError && <Problem error={replay.error} />}
    </>
  );
}

type Sent = { id: string; job?: string; error?: unknown };

/** There is no call for a selection: each dead letter is a job of its own. */
function ReplayOfLetters({ letters }: { letters: Letter[] }) {
  const queries = useQueryClient();
  const [sent, setSent] = useState<Sent[]>([]);
  const replay = useMutation({
    mutationFn: async () => {
      for (const { id } of letters) {
        const result = await replayOne(id);
        setSent((before) => [...before, result]);
      }
    },
    onSettled: () => refresh(queries, "dead-letters", "letter", "replays"),
  });
  const jobs = sent.flatMap(({ job }) => (job ? [job] : []));
  const refused = sent.filter(({ error }) => error !== undefined);
  const [only] = jobs;
  if (replay.isIdle) {
    return (
      <Button kind="primary" onPress={() => replay.mutate()}>
        {`Replay ${plural(letters.length, "dead letter")}`}
      </Button>
    );
  }
  return (
    <>
      {letters.length > 1 && <Progress label="Requested" done={sent.length} total={letters.length} />}
      {letters.length === 1 && only && <JobProgress id={only} label="Replay" />}
      <p role="status">
        {replay.isSuccess &&
          letters.length > 1 &&
          `${plural(jobs.length, "replay")} requested, ${number(refused.length)} refused. Their states change in the list as the consumers answer.`}
      </p>
      {refused.slice(0, 5).map(({ id, error }) => (
        <Problem key={id} error={error} />
      ))}
    </>
  );
}

async function replayOne(id: string): Promise<Sent> {
  try {
    const { headers } = await answered(api.POST("/dead-letters/{id}/replay", { params: { path: { id } } }));
    return { id, job: jobIn(headers) };
  } catch (error) {
    return { id, error };
  }
}
