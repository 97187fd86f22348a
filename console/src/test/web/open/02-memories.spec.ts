import { expect, expectAccessible, picture, test } from "../memlog";

const EVIL = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`;

test("a search says which retriever ranked a memory where", async ({ page }) => {
  await page.goto("/console/memories");
  await page.getByLabel("User").fill("demo");
  await page.getByLabel("Project").fill("shop");
  await page.getByRole("searchbox").fill("users could not sign in");
  await page.getByRole("button", { name: "Search" }).click();

  await expect(page.getByText("20 found, best first")).toBeVisible();
  await expect(page).toHaveURL(/q=users\+could\+not\+sign\+in.*|.*user_id=demo/);
  await page.getByText("Why it stands here").first().click();
  const table = page.getByRole("table").first();
  await expect(table.getByRole("row", { name: /vector/ })).toBeVisible();
  await expect(table.getByRole("row", { name: /text/ })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "memories");

  await page.getByLabel("Mode").selectOption("graph");
  await page.getByRole("button", { name: "Search" }).click();

  await expect(page).toHaveURL(/mode=graph/);
  await page.reload();
  await expect(page.getByLabel("Mode")).toHaveValue("graph");
});

test("a filter narrows the list of the newest", async ({ page }) => {
  await page.goto("/console/memories?user_id=demo&project_id=shop&agent=grace");

  await expect(page.getByRole("columnheader", { name: "Task" })).toBeVisible();
  const agents = await page.getByRole("row").locator("td:nth-child(3)").allTextContents();
  expect(new Set(agents)).toEqual(new Set(["grace"]));

  await page.getByRole("button", { name: "Show more" }).or(page.getByText("which are all")).first().waitFor();
});

test("what is wrong with a search is said", async ({ page }) => {
  await page.goto("/console/memories?user_id=demo&project_id=shop&q=x&min_similarity=7");

  await expect(page.getByRole("alert")).toContainText("min_similarity");
});

test("versions of a memory are compared, with the digits of its numbers", async ({ page, memlog }) => {
  const id = await memlog.store({ task: "compare", raw_data: { lesson: "tea" } });
  await fetch(`${memlog.url}/memory-logs/${id}`, {
    method: "PATCH",
    headers: { "Content-Type": "application/json" },
    body: '{"raw_data":{"lesson":"coffee","big":9007199254740993,"exact":1.0}}',
  });

  await page.goto(`/console/memories/${id}`);
  await expect(page.getByRole("region", { name: "Content" })).toContainText('"big": 9007199254740993');
  await expect(page.getByRole("region", { name: "Content" })).toContainText('"exact": 1.0');

  await page.getByRole("tab", { name: "Versions" }).click();

  const diff = page.getByRole("region", { name: "From version 1 to 2" });
  await expect(diff.locator(".removed").filter({ hasText: "tea" })).toBeVisible();
  await expect(diff.locator(".added").filter({ hasText: "coffee" })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "memory-versions");
});

test("the state in each index and the timeline are shown", async ({ page }) => {
  await page.goto("/console/memories/1?view=state");

  await expect(page.locator(".facts").last()).toContainText("stored");
  await expect(page.locator(".timeline")).toContainText("indexed");
  await expectAccessible(page);
  await picture(page, "memory-state");
});

test("related memories are walked by keys", async ({ page }) => {
  await page.goto("/console/memories/1?view=related");
  const graph = page.getByRole("group", { name: "Related memories and entities" });
  await expect(graph).toBeVisible();
  await expectAccessible(page);
  await picture(page, "memory-related", { width: 1000, height: 600 });

  await graph
    .getByRole("button", { name: /^entity checkout$/ })
    .first()
    .press("Enter");
  await expect(page.getByText("lit: what names checkout")).toBeVisible();
  const next = graph.getByRole("link").first();
  const name = ((await next.getAttribute("aria-label")) ?? "").replace("memory ", "");
  await next.press("Enter");

  await expect(page).not.toHaveURL(/memories\/1\?/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(graph).toBeVisible();
});

test("text that tries to be HTML is text, and a name keeps its direction", async ({ page, memlog }) => {
  const id = await memlog.store({
    task: EVIL,
    raw_data: { summary: EVIL, tags: [EVIL] },
    user_id: "مستخدم",
  });
  const titles: string[] = [];
  page.on("console", (message) => titles.push(message.text()));

  await page.goto(`/console/memories/${id}`);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText(EVIL);
  await expect(page.locator("main img, main script")).toHaveCount(0);
  await expect(page).toHaveTitle("Memlog");
  await expect(page.locator("bdi", { hasText: "مستخدم" }).first()).toBeVisible();
  for (const view of ["versions", "state", "related"]) {
    await page.goto(`/console/memories/${id}?view=${view}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(EVIL);
    await expect(page.locator("main img, main script")).toHaveCount(0);
  }
});

test("a deleted memory still shows its history", async ({ page, memlog }) => {
  const id = await memlog.store({ task: "to be deleted" });
  await memlog.call("DELETE", `/memory-logs/${id}`);

  await page.goto(`/console/memories/${id}`);

  await expect(page.getByText("This memory is deleted")).toBeVisible();
  await expect(page.locator(".timeline")).toContainText("Version 2, deleted");
});
