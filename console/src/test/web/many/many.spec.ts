import { expect, test } from "../memlog";

const LETTERS = 10_000;
const MAX_ROWS_IN_PAGE = 80;

test("ten thousand dead letters are one list, of which what is in sight is in the page", async ({ page, memlog }) => {
  test.setTimeout(300_000);
  const { items } = await memlog.get<{ items: { count: number }[] }>("/dead-letters/groups");
  expect(items.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(LETTERS);
  await page.goto("/console/dead-letters?view=letters");
  const list = page.getByRole("region", { name: "Dead letters" });
  const shown = page.getByRole("status").filter({ hasText: "selected" });
  await expect(shown).toHaveText(/^\d00 so far/);

  for (let loaded = 0; loaded < LETTERS; ) {
    await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await expect(shown).not.toHaveText(new RegExp(`^${loaded.toLocaleString("en")} so far`));
    loaded = Number(((await shown.textContent()) ?? "").replaceAll(",", "").match(/^\d+/)?.[0] ?? 0);
  }

  expect(await list.getByRole("row").count()).toBeLessThan(MAX_ROWS_IN_PAGE);
  await list.evaluate((element) => element.scrollTo({ top: 0 }));
  await list.getByRole("checkbox").first().check();
  await expect(shown).toContainText("1 selected");
});
