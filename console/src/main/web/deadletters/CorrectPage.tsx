import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { getText, postText, type Schema } from "../api/client";
import { keepsDigits, parseExactly, pretty } from "../api/json";
import { fieldErrors } from "../api/problem";
import { Diff } from "../ui/Diff";
import { TextBox, TextField } from "../ui/fields";
import { Button, Loading, Page, Panel, Problem } from "../ui/parts";
import { type Draft, draftOf, errorsOf, FIELDS, jsonOf } from "./draft";
import type { WholeLetter } from "./filter";
import { useLetter } from "./LetterPage";

const MAX_EDITED_BYTES = 1_000_000;

/** Lets an operator correct what a dead letter wanted to store, and shows the difference before it is sent. */
export function CorrectPage() {
  const { id } = useParams({ from: "/dead-letters/$id/correct" });
  const letter = useLetter(id);
  if (letter.isError && !letter.data) {
    return <Problem error={letter.error} retry={() => void letter.refetch()} />;
  }
  if (!letter.data) {
    return <Loading what="the dead letter" />;
  }
  if (letter.data.payload.bytes > MAX_EDITED_BYTES) {
    return (
      <Page title="Correct a dead letter">
        <p>This payload is too large to be edited here. The command line can: memlog dead-letters edit {id}</p>
      </Page>
    );
  }
  return <Correction letter={letter.data} />;
}

function Correction({ letter }: { letter: WholeLetter }) {
  const { id } = letter;
  const queries = useQueryClient();
  const current = useCurrent(letter.memory_id ?? null);
  const [draft, setDraft] = useState<Draft>(() => draftOf(letter));
  const [reason, setReason] = useState("");
  const [step, setStep] = useState<"edit" | "review">("edit");
  const [shown, setShown] = useState<Map<string, string>>(new Map());
  const send = useMutation({
    mutationFn: () =>
      postText<Schema["CorrectedDeadLetter"]>(
        `/dead-letters/${encodeURIComponent(id)}/edit`,
        `{"data":${jsonOf(draft)},"reason":${JSON.stringify(reason)}}`,
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["dead-letters"] }),
    onError: (error) => {
      const errors = fieldErrors(error);
      if (errors.size > 0) {
        setShown(new Map([...errors].map(([pointer, detail]) => [pointer.replace("#/data/", "#/"), detail])));
        setStep("edit");
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["letter", id] }),
  });
  const review = () => {
    const errors = errorsOf(draft);
    if (reason.trim() === "") {
      errors.set("#/reason", "must not be blank");
    }
    setShown(errors);
    if (errors.size === 0) {
      send.reset();
      setStep("review");
    }
  };
  if (send.data) {
    const memory = String(send.data.memory_log_id);
    return (
      <Page title="Corrected">
        <p role="status">
          <Link to="/memories/$id" params={{ id: memory }}>
            Memory {memory}
          </Link>{" "}
          has version {send.data.version} now, and 1 dead letter is superseded.
        </p>
      </Page>
    );
  }
  if (step === "review") {
    const unreadable = letter.payload.text ?? "";
    const before = current.data ?? (letter.payload.json ? pretty(letter.payload.json) : unreadable);
    return (
      <Page title="Review the correction">
        <p>
          Sending it makes this the next version of memory {letter.memory_id ?? "unknown"} in the log, and 1 dead letter
          superseded. Below is what changes against {current.data ? "the memory as it is now" : "the payload"}.
        </p>
        <Diff before={before} after={jsonOf(draft)} label="What the correction changes" />
        <div className="actions">
          <Button kind="primary" isPending={send.isPending} onPress={() => send.mutate()}>
            Send the correction
          </Button>
          <Button onPress={() => setStep("edit")}>Back to editing</Button>
        </div>
        {send.isError && <Problem error={send.error} />}
      </Page>
    );
  }
  const isPlaced = (pointer: string) =>
    pointer === "#/reason" || pointer.startsWith("#/raw_data") || FIELDS.some(({ name }) => pointer === `#/${name}`);
  const others = [...shown].filter(([pointer]) => !isPlaced(pointer));
  const ofData = [...shown].filter(([pointer]) => pointer.startsWith("#/raw_data"));
  return (
    <Page title={`Correct the dead letter of memory ${letter.memory_id ?? "unknown"}`}>
      <p>The correction becomes the memory's next version, through the log.</p>
      {!keepsDigits && (
        <p className="warning">This browser rounds numbers beyond 2^53; the command line keeps their digits.</p>
      )}
      {letter.payload.json === null && (
        <p className="warning">
          The payload is not readable JSON
          {current.data && ", so that its fields are empty here"}.{" "}
          {current.data && (
            <Button onPress={() => setDraft(draftOfMemory(current.data ?? "{}"))}>Take the memory as it is now</Button>
          )}
        </p>
      )}
      <Panel title="Memory log">
        <div className="fields">
          {FIELDS.map(({ name, label, required }) => (
            <TextField
              key={name}
              label={label}
              required={required}
              value={draft[name]}
              onChange={(value) => setDraft({ ...draft, [name]: value })}
              error={shown.get(`#/${name}`)}
            />
          ))}
        </div>
        <TextBox
          label="raw_data, a JSON object"
          rows={14}
          value={draft.raw_data}
          onChange={(raw_data) => setDraft({ ...draft, raw_data })}
          error={ofData.map(([pointer, detail]) => `${pointer} ${detail}`).join("; ") || undefined}
          required
        />
        <TextField
          label="What was wrong, for the history"
          value={reason}
          onChange={setReason}
          required
          error={shown.get("#/reason")}
        />
        {others.length > 0 && (
          <ul className="problem" role="alert">
            {others.map(([pointer, detail]) => (
              <li key={pointer}>
                <code>{pointer}</code> {detail}
              </li>
            ))}
          </ul>
        )}
        {send.isError && fieldErrors(send.error).size === 0 && <Problem error={send.error} />}
        <div className="actions">
          <Button kind="primary" onPress={review}>
            Review the difference
          </Button>
          <Link className="button plain" to="/dead-letters/$id" params={{ id }}>
            Cancel
          </Link>
        </div>
      </Panel>
      {letter.payload.json === null && letter.payload.text && (
        <Panel title="The payload as it is">
          <pre className="code" dir="auto">
            {letter.payload.text.slice(0, 4_000)}
          </pre>
        </Panel>
      )}
    </Page>
  );
}

const IGNORED = new Set(["id", "version", "created_at", "updated_at", "embedding", "status"]);

/** The current version of the memory as JSON text, where there is one. */
function useCurrent(memory: number | null) {
  return useQuery({
    queryKey: ["memory-text", memory],
    queryFn: async ({ signal }) => {
      const log = parseExactly(await getText(`/memory-logs/${memory}`, signal)) as Record<string, unknown>;
      return pretty(
        Object.fromEntries(Object.entries(log).filter(([name, value]) => !IGNORED.has(name) && value !== null)),
      );
    },
    enabled: memory !== null,
    retry: false,
  });
}

function draftOfMemory(text: string): Draft {
  const json = parseExactly(text);
  return draftOf({ payload: { json }, user_id: null, project_id: null } as unknown as WholeLetter);
}
