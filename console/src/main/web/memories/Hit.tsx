import { Link } from "@tanstack/react-router";
import type { Schema } from "../api/client";
import { number, score } from "../ui/format";
import { Badge, Text } from "../ui/parts";

const MAX_SHOWN = 600;
const RANKING = { vector: "by meaning", text: "by words", graph: "by relations", postgres: "in the log itself" };

/** A memory that was found, and how it was ranked. */
export function Hit({ hit }: { hit: Schema["Hit"] }) {
  const { document, metadata, explain } = hit;
  const parts = [
    ...Object.values(explain?.retrievers ?? {}).map((retriever) => retriever.share),
    ...Object.values(explain?.context ?? {}),
  ];
  const largest = Math.max(1, ...parts);
  return (
    <li className="panel">
      <h2>
        <Link to="/memories/$id" params={{ id: String(hit.memory_log_id) }}>
          <Text>{metadata.task}</Text>
        </Link>{" "}
        {hit.stale && <Badge state="stale" />}
      </h2>
      <p className="muted">
        memory {hit.memory_log_id}, <Text>{metadata.agent}</Text>, {metadata.date}; score {score(hit.score)}, similarity{" "}
        {score(hit.similarity)}
      </p>
      <p dir="auto" className="document">
        {document.length > MAX_SHOWN ? `${document.slice(0, MAX_SHOWN)} …` : document}
      </p>
      <p>Found {hit.matched_by.map((retriever) => RANKING[retriever]).join(", ")}.</p>
      {explain && (
        <details>
          <summary>Why it stands here</summary>
          <div className="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Retriever</th>
                  <th scope="col">Rank</th>
                  <th scope="col">Its score</th>
                  <th scope="col">Weight</th>
                  <th scope="col">What it adds</th>
                </tr>
              </thead>
              <tbody>
                {Object.entries(explain.retrievers).map(([name, retriever]) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{retriever.rank === null ? "not found" : number(retriever.rank)}</td>
                    <td>{score(retriever.score)}</td>
                    <td>{score(retriever.weight)}</td>
                    <td>
                      <meter min={0} max={largest} value={retriever.share} aria-label={`What ${name} adds`} />{" "}
                      {score(retriever.share)}
                    </td>
                  </tr>
                ))}
                {Object.entries(explain.context ?? {}).map(([name, change]) => (
                  <tr key={name}>
                    <th scope="row">{name.replaceAll("_", " ")}</th>
                    <td colSpan={3}>its surroundings</td>
                    <td>{score(change)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </li>
  );
}
