import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api, body } from "../api/client";
import { number, plural } from "../ui/format";
import { Modal } from "../ui/Modal";
import { Button, Problem } from "../ui/parts";
import { save } from "../ui/TextView";
import { csv } from "./export";
import type { Filter, Letter } from "./filter";
import { PAGE_SIZE } from "./Letters";

const MAX_EXPORTED = 20_000;

/** Reads the list page by page, up to a limit that is said, and saves it. */
export function ExportDialog({ filter, onClose }: { filter: Filter; onClose: () => void }) {
  const [read, setRead] = useState(0);
  const stop = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    stop.current = controller;
    return () => controller.abort();
  }, []);
  const exporting = useMutation({
    mutationFn: async (format: "csv" | "json") => {
      const { letters, isComplete } = await readAll(filter, setRead, stop.current.signal);
      const name = `dead-letters-${new Date().toISOString().slice(0, 10)}`;
      if (format === "csv") {
        save(`${name}.csv`, "text/csv;charset=utf-8", csv(letters));
      } else {
        save(`${name}.json`, "application/json", `${JSON.stringify(letters, null, 2)}\n`);
      }
      return { count: letters.length, isComplete };
    },
  });
  return (
    <Modal title="Export dead letters" onClose={onClose}>
      <p>
        Saves the dead letters that the filter selects, newest first, without payloads and stack traces: at most{" "}
        {number(MAX_EXPORTED)} of them.
      </p>
      <div className="actions">
        <Button kind="primary" isPending={exporting.isPending} onPress={() => exporting.mutate("csv")}>
          Save as CSV
        </Button>
        <Button kind="primary" isPending={exporting.isPending} onPress={() => exporting.mutate("json")}>
          Save as JSON
        </Button>
      </div>
      <p role="status">
        {exporting.isPending && `${number(read)} read …`}
        {exporting.data &&
          `Saved ${plural(exporting.data.count, "dead letter")}${
            exporting.data.isComplete ? ", which are all." : ". There are more: narrow the filter to save the others."
          }`}
      </p>
      {exporting.isError && <Problem error={exporting.error} />}
    </Modal>
  );
}

async function readAll(filter: Filter, onProgress: (count: number) => void, signal: AbortSignal) {
  const letters: Letter[] = [];
  let cursor: string | null = null;
  do {
    const query: Filter & { limit: number; cursor?: string } = { ...filter, limit: PAGE_SIZE };
    if (cursor !== null) {
      query.cursor = cursor;
    }
    const page = await body(api.GET("/dead-letters", { params: { query }, signal }));
    letters.push(...page.items);
    onProgress(letters.length);
    cursor = page.next_cursor;
  } while (cursor !== null && letters.length < MAX_EXPORTED);
  return { letters, isComplete: cursor === null };
}
