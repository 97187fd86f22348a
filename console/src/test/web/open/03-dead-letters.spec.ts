import { readFile } from "node:fs/promises";
import { expect, expectAccessible, picture, test } from "../memlog";

const PAYLOAD_BYTES = 4_000_000;
const MAX_LINES_IN_PAGE = 150;

test("causes are counted, and a filter is an address to share", async ({ page, memlog }) => {
  const { group } = await memlog.letter("graph");
  await page.goto("/console/dead-letters");
  await expect(page.getByRole("listitem").filter({ hasText: "undecodable" })).toHaveCount(2);

  await page.getByLabel("Consumer").selectOption("graph");
  await expect(page).toHaveURL(/consumer=graph/);
  await expect(page.getByRole("listitem").filter({ hasText: "undecodable" })).toHaveCount(1);
  await page.getByRole("button", { name: "Show 1" }).click();

  await expect(page).toHaveURL(new RegExp(`group=${group}`));
  await page.reload();
  await expect(page.getByLabel("Consumer")).toHaveValue("graph");
  await expect(page.getByRole("table", { name: "Dead letters" }).getByRole("row")).toHaveCount(2);
  await expectAccessible(page);
  await picture(page, "dead-letters-list");

  await page.getByRole("button", { name: "Clear" }).click();
  await expect(page.getByRole("table", { name: "Dead letters" }).getByRole("row")).toHaveCount(3);
});

test("a wrong filter is named", async ({ page }) => {
  await page.goto("/console/dead-letters?view=letters&memory_id=seven");

  await expect(page.getByRole("alert")).toContainText("memory_id");
});

test("one dead letter shows everything", async ({ page, memlog }) => {
  const { id } = await memlog.letter("graph");
  await page.goto(`/console/dead-letters/${id}`);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Dead letter of memory 300, graph");
  await expect(page.locator(".facts").getByText("permanent")).toBeVisible();
  await expect(page.getByRole("region", { name: "Payload, raw" })).toContainText('{"id":300,"version":1');
  await expect(page.getByRole("rowheader", { name: "ce_id" })).toBeVisible();
  await page.getByText("Stack trace").click();
  await expect(page.getByRole("region", { name: "Stack trace" })).toContainText("EventCodec.decode");
  await expectAccessible(page);
  await page.getByText("Stack trace").click();
  await picture(page, "dead-letter");
});

test("a payload of 4 MB is drawn in part only", async ({ page, memlog }) => {
  const { id } = await memlog.letter("graph");
  const letter = await memlog.get<{ payload: object }>(`/dead-letters/${id}`);
  const entries = Array.from({ length: PAYLOAD_BYTES / 40 }, (_, index) => `entry ${index} of a very large memory`);
  const json = { raw_data: { entries, line: "x".repeat(100_000) } };
  // A memory has at most 256 KiB: only the answer can be this large.
  await page.route(`**/dead-letters/${id}`, (route) =>
    route.request().resourceType() === "document"
      ? route.continue()
      : route.fulfill({ json: { ...letter, payload: { ...letter.payload, json, bytes: PAYLOAD_BYTES } } }),
  );

  await page.goto(`/console/dead-letters/${id}`);

  const payload = page.getByRole("region", { name: "Payload, pretty" });
  await expect(payload).toContainText("entry 0 of");
  expect(await payload.locator(".line").count()).toBeLessThan(MAX_LINES_IN_PAGE);
  await payload.focus();
  await page.keyboard.press("End");
  await expect(payload).toContainText("xxxxx");
  expect(await payload.locator(".line").count()).toBeLessThan(MAX_LINES_IN_PAGE);
});

test("the list is saved as CSV and as JSON", async ({ page }) => {
  await page.goto("/console/dead-letters?view=letters&user_id=demo");
  await page.getByRole("button", { name: "Export …" }).click();
  await expect(page.getByRole("dialog")).toContainText("at most 20,000");
  await expectAccessible(page);

  const [csv] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as CSV" }).click(),
  ]);
  const [json] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as JSON" }).click(),
  ]);

  const lines = (await readFile(await csv.path(), "utf8")).trim().split("\r\n");
  expect(lines[0]).toMatch(/^id,consumer,reason/);
  expect(lines.length).toBeGreaterThanOrEqual(3);
  expect(JSON.parse(await readFile(await json.path(), "utf8"))).toHaveLength(2);
  await expect(page.getByRole("dialog")).toContainText("Saved 2 dead letters, which are all.");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a group is replayed after a dry run, and what came of it is said", async ({ page, memlog }) => {
  const { id } = await memlog.letter("graph");
  await page.goto("/console/dead-letters?consumer=graph&user_id=demo");
  await page.getByRole("button", { name: "Replay the group …" }).click();

  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("A dry run found 1 dead letter");
  await expectAccessible(page);
  await picture(page, "dead-letters-replay");
  expect((await memlog.get<{ replays: number }>(`/dead-letters/${id}`)).replays).toBe(0);
  await dialog.getByLabel("At most this many a second").fill("50");
  await dialog.getByRole("button", { name: "Replay 1 dead letter" }).click();

  await expect(dialog.getByText(/^completed: 1 looked at, 1 sent/)).toBeVisible();
  await expect
    .poll(async () => (await memlog.get<{ failed_replays: number }>(`/dead-letters/${id}`)).failed_replays)
    .toBe(1);
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Replays" }).click();
  await expect(page.getByText(/1 failed again/)).toBeVisible();
  await expectAccessible(page);
});

test("a selection is replayed one by one", async ({ page }) => {
  await page.goto("/console/dead-letters?view=letters&user_id=demo&state=open");
  await page.getByRole("checkbox", { name: /graph/ }).check();
  await page.getByRole("checkbox", { name: /vector/ }).check();
  await page.getByRole("button", { name: "Replay 2 dead letters …" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Replay 2 dead letters" }).click();

  await expect(page.getByRole("dialog")).toContainText("2 replays requested, 0 refused.");
});

test("a correction names wrong fields, shows the difference, and becomes the next version", async ({
  page,
  memlog,
}) => {
  const { id } = await memlog.letter("graph");
  await expect.poll(async () => (await memlog.get<{ state: string }>(`/dead-letters/${id}`)).state).toBe("open");
  await page.goto(`/console/dead-letters/${id}`);
  await page.getByRole("link", { name: "Correct …" }).click();
  await page.getByRole("button", { name: "Take the memory as it is now" }).click();
  await page.getByRole("textbox", { name: "Task" }).fill("");
  await page.getByRole("button", { name: "Review the difference" }).click();
  await expect(page.getByRole("textbox", { name: "Task" })).toHaveAccessibleDescription("must not be blank");
  await expect(page.getByRole("textbox", { name: "What was wrong" })).toHaveAccessibleDescription("must not be blank");
  await expectAccessible(page);

  await page.getByRole("textbox", { name: "Task" }).fill("fix-warehouse-corrected");
  await page.getByRole("textbox", { name: "Date" }).fill("yesterday");
  await page.getByRole("textbox", { name: "What was wrong" }).fill("was cut off");
  await page.getByRole("button", { name: "Review the difference" }).click();
  await expect(page.locator(".diff .added").filter({ hasText: "fix-warehouse-corrected" })).toBeVisible();
  await page.getByRole("button", { name: "Send the correction" }).click();
  await expect(page.getByRole("textbox", { name: "Date" })).toHaveAccessibleDescription(/date/i);

  await page.getByRole("textbox", { name: "Date" }).fill("2026-01-02");
  await page.getByRole("button", { name: "Review the difference" }).click();
  await expectAccessible(page);
  await picture(page, "dead-letter-correction");
  await page.getByRole("button", { name: "Send the correction" }).click();

  await expect(page.getByRole("status").filter({ hasText: "1 dead letter is superseded" })).toBeVisible();
  expect((await memlog.get<{ state: string }>(`/dead-letters/${id}`)).state).toBe("superseded");
  expect((await memlog.get<{ task: string }>("/memory-logs/300")).task).toBe("fix-warehouse-corrected");
});

test("what another operator has done meanwhile is said, and nothing else is done", async ({ page, memlog }) => {
  const { id } = await memlog.letter("vector");
  await expect.poll(async () => (await memlog.get<{ state: string }>(`/dead-letters/${id}`)).state).toBe("open");
  await page.goto(`/console/dead-letters/${id}`);
  await page.getByRole("button", { name: "Discard …" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why").fill("too late");
  await memlog.call("POST", `/dead-letters/${id}/discard`, { reason: "first" });

  await dialog.getByRole("button", { name: "Discard 1 dead letter" }).click();

  await expect(dialog.getByRole("alert")).toContainText("Its state does not allow this");
  await page.keyboard.press("Escape");
  await expect(page.getByText("first", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Discard …" })).toHaveCount(0);
});
