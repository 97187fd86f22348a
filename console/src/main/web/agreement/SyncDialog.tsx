import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, body, type Schema } from "../api/client";
import { fieldErrors } from "../api/problem";
import { JobProgress } from "../jobs/JobProgress";
import { jobIn } from "../jobs/job";
import { Choice, TextField } from "../ui/fields";
import { plural } from "../ui/format";
import { Modal } from "../ui/Modal";
import { Button, Problem } from "../ui/parts";

type Operation = Schema["NewSync"]["operation"];

const OPERATIONS: { value: Operation; label: string }[] = [
  { value: "check", label: "Check: compare, and change nothing" },
  { value: "repair", label: "Repair what was found" },
  { value: "full", label: "Check, then repair" },
  { value: "rebuild", label: "Rebuild: send every memory again" },
];

/** Asks what to compare or repair, says how much it is, does it and follows it. */
export function SyncDialog({ onClose }: { onClose: () => void }) {
  const [operation, setOperation] = useState<Operation>("check");
  const [projection, setProjection] = useState("");
  const [user, setUser] = useState("");
  const [project, setProject] = useState("");
  const request: Schema["NewSync"] = {
    operation,
    ...(projection === "" ? {} : { projection: projection as "vector" | "graph" }),
    ...(user === "" ? {} : { user_id: user }),
    ...(project === "" ? {} : { project_id: project }),
  };
  const preview = useMutation({
    mutationFn: async () => ({
      request,
      found: (await body(api.POST("/sync", { body: { ...request, dry_run: true } }))) as Schema["SyncPreview"],
    }),
  });
  const start = useMutation({
    mutationFn: async (request: Schema["NewSync"]) =>
      jobIn((await answered(api.POST("/sync", { body: request }))).headers),
  });
  const changed = () => preview.reset();
  const errors = fieldErrors(preview.error);
  if (start.data) {
    return (
      <Modal title="Check or repair" onClose={onClose}>
        <JobProgress id={start.data} label={operation} />
      </Modal>
    );
  }
  const set = (setter: (value: string) => void) => (value: string) => {
    setter(value);
    changed();
  };
  return (
    <Modal title="Check or repair" onClose={onClose}>
      <Choice
        label="What to do"
        options={OPERATIONS}
        value={operation}
        onChange={set((value) => setOperation(value as Operation))}
      />
      <Choice
        label="Projection"
        any="Both"
        options={["vector", "graph"]}
        value={projection}
        onChange={set(setProjection)}
        error={errors.get("#/projection")}
      />
      <TextField label="User, empty for all" value={user} onChange={set(setUser)} error={errors.get("#/user_id")} />
      <TextField
        label="Project, empty for all"
        value={project}
        onChange={set(setProject)}
        error={errors.get("#/project_id")}
      />
      {preview.data ? (
        <>
          <p role="status">{inWords(preview.data.found)}</p>
          <Button
            kind="primary"
            isPending={start.isPending}
            onPress={() => preview.data && start.mutate(preview.data.request)}
          >
            {`Start the ${operation}`}
          </Button>
        </>
      ) : (
        <Button kind="primary" isPending={preview.isPending} onPress={() => preview.mutate()}>
          See what it would do
        </Button>
      )}
      {preview.isError && <Problem error={preview.error} />}
      {start.isError && <Problem error={start.error} />}
    </Modal>
  );
}

function inWords({ operation, memories, tenants, findings }: Schema["SyncPreview"]): string {
  const scope = `${plural(memories, "memory", "memories")} of ${plural(tenants, "user and project", "users and projects")}`;
  switch (operation) {
    case "check":
      return `It would compare ${scope}, and change nothing.`;
    case "repair":
      return `It would repair ${plural(findings, "open finding")}, by sending the memories again or erasing what is in an index only.`;
    case "full":
      return `It would compare ${scope}, and repair what differs; ${plural(findings, "finding")} is open at present.`;
    case "rebuild":
      return `It would send ${scope} to the projection again.`;
  }
}
