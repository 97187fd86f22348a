import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { getText } from "../api/client";
import { parseExactly, pretty } from "../api/json";
import { bytes, number, words } from "../ui/format";
import { Badge, Button, Empty, Facts, Loading, Page, Panel, Problem, Text, Time } from "../ui/parts";
import { TextView } from "../ui/TextView";
import { DiscardDialog } from "./DiscardDialog";
import type { WholeLetter } from "./filter";
import { ReplayDialog } from "./ReplayDialog";

const INTERVAL_MS = 5_000;

/** A dead letter, asked for as text so that the numbers of its payload keep their digits. */
export function useLetter(id: string, refetchInterval: number | false = false) {
  return useQuery({
    queryKey: ["letter", id],
    queryFn: async ({ signal }) =>
      parseExactly(await getText(`/dead-letters/${encodeURIComponent(id)}`, signal)) as WholeLetter,
    refetchInterval,
  });
}

export function LetterPage() {
  const { id } = useParams({ from: "/dead-letters/$id" });
  const letter = useLetter(id, INTERVAL_MS);
  const [dialog, setDialog] = useState<"replay" | "discard" | null>(null);
  if (letter.isError && !letter.data) {
    return <Problem error={letter.error} retry={() => void letter.refetch()} />;
  }
  if (!letter.data) {
    return <Loading what="the dead letter" />;
  }
  const { data } = letter;
  const isActionable = data.state === "open" || data.state === "parked";
  const close = () => setDialog(null);
  return (
    <Page
      title={`Dead letter of memory ${data.memory_id ?? "unknown"}, ${data.consumer}`}
      actions={
        isActionable && (
          <>
            {!data.payload.truncated && (
              <Button kind="primary" onPress={() => setDialog("replay")}>
                Replay …
              </Button>
            )}
            <Link className="button plain" to="/dead-letters/$id/correct" params={{ id }}>
              Correct …
            </Link>
            <Button kind="danger" onPress={() => setDialog("discard")}>
              Discard …
            </Button>
          </>
        )
      }
    >
      <Facts
        items={[
          ["State", <Badge key="state" state={data.state} />],
          ["Reason", words(data.reason)],
          ["Class", <Badge key="class" state={data.retry_class} />],
          ["Next automatic retry", data.next_retry_at ? <Time key="next" at={data.next_retry_at} /> : "none"],
          ["Attempts", number(data.attempts)],
          ["Replays", `${number(data.replays)}, ${number(data.failed_replays)} failed`],
          [
            "Memory",
            data.memory_id ? (
              <Link key="memory" to="/memories/$id" params={{ id: String(data.memory_id) }}>
                {data.memory_id}, version {data.version ?? "unknown"}
              </Link>
            ) : (
              "unknown"
            ),
          ],
          ["User", <Text key="user">{data.user_id}</Text>],
          ["Project", <Text key="project">{data.project_id}</Text>],
          ["First failed", <Time key="first" at={data.first_seen} />],
          ["Last failed", <Time key="last" at={data.last_seen} />],
          ["Original record", `${data.original.topic} ${data.original.partition}@${data.original.offset}`],
        ]}
      />
      <Panel title="Cause">
        <p>
          <code>{data.cause.exception}</code>
        </p>
        <p>
          <Text>{data.cause.message}</Text>
        </p>
        <details>
          <summary>Stack trace</summary>
          <TextView text={data.cause.stack} label="Stack trace" fileName={`${id}-stack.txt`} />
        </details>
      </Panel>
      <Payload letter={data} />
      <Panel title="History">
        <ol className="timeline">
          {data.history.map((entry) => (
            <li key={`${entry.at}${entry.what}`}>
              <Time at={entry.at} /> <strong>{words(entry.what)}</strong>
              {entry.reason && (
                <>
                  {" "}
                  · <Text>{entry.reason}</Text>
                </>
              )}
              {entry.message && (
                <>
                  {" "}
                  · <Text>{entry.message}</Text>
                </>
              )}
              {entry.job && (
                <>
                  {" "}
                  ·{" "}
                  <Link to="/jobs/$id" params={{ id: entry.job }}>
                    job
                  </Link>
                </>
              )}
            </li>
          ))}
        </ol>
      </Panel>
      <Panel title="Headers">
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Value</th>
              </tr>
            </thead>
            <tbody>
              {data.headers.map((header, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a header may come twice, and none moves
                <tr key={index}>
                  <th scope="row">
                    <code>{header.name}</code>
                  </th>
                  <td>
                    <HeaderValue value={header.value} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
      {dialog === "replay" && <ReplayDialog scope={{ kind: "letters", letters: [data] }} onClose={close} />}
      {dialog === "discard" && <DiscardDialog id={id} onClose={close} />}
    </Page>
  );
}

const MAX_HEADER = 300;

function HeaderValue({ value }: { value: unknown }) {
  const text = value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  return (
    <code title={text.length > MAX_HEADER ? `${text.length} characters` : undefined}>
      <bdi>{text.length > MAX_HEADER ? `${text.slice(0, MAX_HEADER)} …` : text}</bdi>
    </code>
  );
}

function Payload({ letter }: { letter: WholeLetter }) {
  const { payload } = letter;
  const json = payload.json;
  const isJson = json !== null && json !== undefined;
  return (
    <Panel title={`Payload, ${bytes(payload.bytes)}`}>
      {payload.truncated && (
        <p className="warning">
          The event was too large to be kept whole. It cannot be replayed: send its memory again, or correct it.
        </p>
      )}
      {!isJson && payload.text === null && payload.base64 === null && <Empty>The event has no payload.</Empty>}
      <Tabs>
        <TabList aria-label="Forms of the payload" className="tabs">
          {isJson && <Tab id="pretty">Pretty</Tab>}
          {(isJson || payload.text !== null) && <Tab id="raw">Raw</Tab>}
          {payload.base64 !== null && <Tab id="base64">Base64</Tab>}
        </TabList>
        {isJson && (
          <TabPanel id="pretty">
            <TextView text={pretty(json)} label="Payload, pretty" fileName={`${letter.id}.json`} />
          </TabPanel>
        )}
        {(isJson || payload.text !== null) && (
          <TabPanel id="raw">
            <TextView text={payload.text ?? JSON.stringify(json)} label="Payload, raw" fileName={`${letter.id}.txt`} />
          </TabPanel>
        )}
        {payload.base64 !== null && (
          <TabPanel id="base64">
            <TextView text={payload.base64 ?? ""} label="Payload, base64" fileName={`${letter.id}.base64`} />
          </TabPanel>
        )}
      </Tabs>
    </Panel>
  );
}
