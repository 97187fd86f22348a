import { expect, test } from "@playwright/test";
import { ServerSentEvents } from "../../../main/web/api/sse";
import { parseSearch, stringifySearch } from "../../../main/web/app/query";
import { errorsOf } from "../../../main/web/deadletters/draft";
import { csv } from "../../../main/web/deadletters/export";
import type { Letter } from "../../../main/web/deadletters/filter";
import { duration } from "../../../main/web/ui/format";
import { linesOf } from "../../../main/web/ui/lines";

test("events of a stream arrive in pieces, and a comment's id counts", () => {
  const events = new ServerSentEvents();

  expect(events.push("id: p1\nevent: memory_log.stored\nda")).toEqual([]);
  expect(events.push('ta: {"a":1}\r\n\r\n: heartbeat\nid: p2\n\n')).toEqual([
    { id: "p1", data: '{"a":1}' },
    { id: "p2", data: "" },
  ]);
});

test("a stream without an end of line is given up", () => {
  expect(() => new ServerSentEvents().push("x".repeat(1_000_001))).toThrow();
});

test("a cell of the export is neither split nor run", () => {
  const letter = {
    id: "1",
    user_id: "=HYPERLINK(1)",
    memory_id: -5,
    cause: { exception: "E", message: 'a "b",\nc' },
  } as unknown as Letter;

  const [, ...lines] = csv([letter]).split("\r\n");

  expect(lines.join("\r\n")).toContain("'=HYPERLINK(1)");
  expect(lines.join("\r\n")).toContain(",-5,");
  expect(lines.join("\r\n")).toContain('"a ""b"",\nc"');
});

test("the query of an address is written as other programs write it", () => {
  const query = { memory_id: "17", user_id: "a b&c", state: "", view: undefined };

  expect(stringifySearch(query)).toBe("?memory_id=17&user_id=a+b%26c");
  expect(parseSearch(stringifySearch(query))).toEqual({ memory_id: "17", user_id: "a b&c" });
});

test("a draft names each wrong field", () => {
  const draft = {
    task: " ",
    agent: "",
    date: "",
    user_id: "u",
    project_id: "p",
    conversation_id: "",
    request_id: "",
    importance: "1,5",
    raw_data: "[1]",
  };

  expect([...errorsOf(draft).keys()]).toEqual(["#/task", "#/importance", "#/raw_data"]);
  expect([...errorsOf({ ...draft, task: "t", importance: "0.50", raw_data: "{}" }).keys()]).toEqual([]);
});

test("a long line is cut and nothing is lost", () => {
  const text = `a\n${"b".repeat(1_001)}\n`;

  expect(linesOf(text).map((line) => line.length)).toEqual([1, 400, 400, 201, 0]);
});

test("a duration has its largest unit", () => {
  expect([null, 0, 950, 28_311.6, 90_000, 200_000_000].map(duration)).toEqual([
    "–",
    "0 ms",
    "950 ms",
    "28.3 s",
    "1.5 min",
    "2.31 d",
  ]);
});
