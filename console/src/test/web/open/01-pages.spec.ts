import { expect, expectAccessible, picture, test } from "../memlog";

test("a browser that asks for Memlog comes to the pipeline, without signing in", async ({ page, memlog }) => {
  await page.goto("/");

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pipeline");
  await expect(page.getByRole("list", { name: "The way of a memory" })).toContainText("PostgreSQL up");
  await expect(page.getByText("live", { exact: true })).toBeVisible();
  const pipeline = page.getByRole("list", { name: "To vector" });
  await expect(pipeline.getByText("following")).toBeVisible();
  await expect(page.getByRole("heading", { name: "From commit to stored" })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "pipeline");

  const id = await memlog.store({ task: "seen live" });

  await expect(page.getByRole("link", { name: `memory ${id}` })).toBeVisible();
});

test("the figures of the charts are tables, too", async ({ page, memlog }) => {
  const { minutes } = await memlog.get<{ minutes: unknown[] }>("/status/pipeline?minutes=60");
  await page.goto("/console/");

  await page.getByText("As a table").first().click();

  await expect(page.getByRole("table").first().getByRole("row")).toHaveCount(minutes.length + 1);
});

test("what is paused, down or behind is said with its reason", async ({ page, memlog }) => {
  const status = await memlog.get<Record<string, Record<string, unknown>>>("/status");
  // A store that is down cannot be had without stopping the one that all tests use.
  await page.route("**/status", (route) =>
    route.fulfill({
      json: {
        ...status,
        status: "degraded",
        consumers: {
          ...status.consumers,
          graph: { state: "paused", lag: 1234, reason: "Neo4j refuses connections", since: "2026-01-02T03:04:05Z" },
        },
        pipeline: { overdue: { vector: 0, graph: 7 }, complete: true, missing: [] },
      },
    }),
  );

  await page.goto("/console/");

  await expect(page.getByText("The consumer graph is paused: Neo4j refuses connections")).toBeVisible();
  await expect(page.getByText("7 changes behind in graph")).toBeVisible();
  await expect(page.getByRole("list", { name: "To graph" })).toContainText("1,234 behind the log");
  await expectAccessible(page);
});

for (const [name, path, heading] of [
  ["dead-letters", "/dead-letters", "Dead letters"],
  ["agreement", "/agreement", "Agreement"],
  ["jobs", "/jobs", "Jobs"],
  ["keys", "/keys", "Keys"],
  ["audit", "/audit", "Audit"],
] as const) {
  test(`${heading} can be seen, heard and used by keys`, async ({ page }) => {
    await page.goto(`/console${path}`);

    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    await expect(page.getByText("Loading")).toHaveCount(0);
    await expectAccessible(page);
    await picture(page, name, { width: 1280, height: 680 });

    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}

test("it is dark where the system is, and fits a phone", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto("/console/");

  await expect(page.getByRole("list", { name: "To graph" })).toBeVisible();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await picture(page, "pipeline-phone-dark");
});

test("two keys go to a page, and its heading has the focus", async ({ page }) => {
  await page.goto("/console/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pipeline");

  await page.keyboard.press("g");
  await page.keyboard.press("m");

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Memories");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
});

test("a page that is not there says so, and an asset that is not there is no page", async ({ page }) => {
  await page.goto("/console/nothing");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Not found");

  const asset = await page.request.get("/console/assets/index-old.js");
  expect(asset.status()).toBe(404);
});

test("the files are kept for good, and the page is asked for each time", async ({ page, request }) => {
  const answer = await page.goto("/console/");
  const script = await page.locator("script[src]").getAttribute("src");
  const asset = await request.get(script ?? "");

  expect(answer?.headers()["cache-control"]).toBe("no-cache");
  expect(answer?.headers()["content-security-policy"]).toContain("script-src 'self'");
  expect(answer?.headers()["content-security-policy"]).not.toContain("unsafe");
  expect(asset.headers()["cache-control"]).toContain("immutable");
});

test("a server that goes away is said, and the page goes on when it is back", async ({ page, gate }) => {
  const url = await gate.open();
  await page.goto(`${url}/console/jobs`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Jobs");

  await gate.close();

  await expect(page.getByText("Memlog has not answered since")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Jobs");

  await gate.open();

  await expect(page.getByText("Memlog has not answered since")).toHaveCount(0);
  await page.getByRole("link", { name: "Audit" }).click();
  await expect(page.getByRole("table")).toBeVisible();
});
