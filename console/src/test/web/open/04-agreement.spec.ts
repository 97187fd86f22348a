import { expect, expectAccessible, picture, test } from "../memlog";

test("a check says what it would do, does it, and says what it did", async ({ page }) => {
  await page.goto("/console/agreement");
  await page.getByRole("button", { name: "Check or repair …" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("User, empty for all").fill("demo");
  await dialog.getByLabel("Project, empty for all").fill("shop");
  await dialog.getByRole("button", { name: "See what it would do" }).click();
  await expect(dialog.getByRole("status")).toContainText("of 1 user and project, and change nothing");
  await expectAccessible(page);

  await dialog.getByRole("button", { name: "Start the check" }).click();

  await expect(dialog.getByText(/^completed: .* checked/)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Jobs" }).click();
  await expect(page.getByRole("link", { name: "sync check" }).first()).toBeVisible();
  await page.getByRole("link", { name: "sync check" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Job: sync check");
  await expect(page.getByRole("region", { name: "Request" })).toContainText('"operation": "check"');
  await expectAccessible(page);
  await picture(page, "job");
});

test("a repair and a rebuild say how much they are", async ({ page }) => {
  await page.goto("/console/agreement");
  await page.getByRole("button", { name: "Check or repair …" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What to do").selectOption("repair");
  await dialog.getByRole("button", { name: "See what it would do" }).click();
  await expect(dialog.getByRole("status")).toContainText(/It would repair \d+ open finding/);

  await dialog.getByLabel("What to do").selectOption("rebuild");
  await dialog.getByLabel("Projection").selectOption("vector");
  await dialog.getByRole("button", { name: "See what it would do" }).click();

  await expect(dialog.getByRole("status")).toContainText(/It would send \d+ memories/);
});

test("a long job shows its progress and is cancelled", async ({ page, memlog }) => {
  const { body } = await memlog.call<{ id: string }>("POST", "/replays", {
    projection: "graph",
    user_id: "demo",
    rate_per_second: 1,
  });
  await page.goto(`/console/jobs/${body.id}`);
  await expect(page.getByRole("progressbar")).toBeVisible();

  await page.getByRole("button", { name: "Cancel the job; what it has done stays done" }).click();

  await expect(page.getByText(/^cancelled: /)).toBeVisible();
  await page.goto("/console/jobs?state=cancelled");
  await expect(page.getByRole("link", { name: "replay graph" })).toBeVisible();
});
