import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, body } from "../api/client";
import { fieldErrors } from "../api/problem";
import { TextField } from "../ui/fields";
import { Modal } from "../ui/Modal";
import { Button, Problem } from "../ui/parts";

export function DiscardDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const queries = useQueryClient();
  const discard = useMutation({
    mutationFn: () => body(api.POST("/dead-letters/{id}/discard", { params: { path: { id } }, body: { reason } })),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ["letter", id] });
      await queries.invalidateQueries({ queryKey: ["dead-letters"] });
    },
  });
  if (discard.isSuccess) {
    return (
      <Modal title="Discarded" onClose={onClose}>
        <p role="status">This dead letter is given up. It stays on record with your reason.</p>
        <Button kind="primary" onPress={onClose}>
          Close
        </Button>
      </Modal>
    );
  }
  const errors = fieldErrors(discard.error);
  return (
    <Modal title="Discard this dead letter" onClose={onClose}>
      <p>Gives up one dead letter: it is not replayed any more, and cannot be restored. The memory is not changed.</p>
      <TextField label="Why" value={reason} onChange={setReason} required error={errors.get("#/reason")} />
      <Button
        kind="danger"
        isDisabled={reason.trim() === ""}
        isPending={discard.isPending}
        onPress={() => discard.mutate()}
      >
        Discard 1 dead letter
      </Button>
      {discard.isError && errors.size === 0 && <Problem error={discard.error} />}
    </Modal>
  );
}
