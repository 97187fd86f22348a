import type { APIRequestContext } from "@playwright/test";
import { expect, expectAccessible, type Memlog, type Page, picture, test } from "../memlog";

let admin = "";

test.describe.configure({ mode: "serial" });

async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel("API key or token").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function make(
  memlog: Memlog,
  name: string,
  role: string,
  more: object = {},
): Promise<{ id: number; secret: string }> {
  const { status, body } = await memlog
    .as(admin)
    .call<{ id: number; secret: string }>("POST", "/keys", { name: `${name} ${Date.now()}`, role, ...more });
  expect(status).toBe(201);
  return body;
}

test("the first key is made, shown once, and signed in with", async ({ page }) => {
  await page.goto("/console/keys");
  await page.getByRole("button", { name: "Make a key …" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("This is the first key.");
  await dialog.getByLabel("Name").fill("ada");
  await dialog.getByRole("button", { name: "Make 1 key of the role admin" }).click();

  const secret = page.locator("code.secret");
  await expect(secret).toHaveText(/^mlk_/);
  admin = (await secret.textContent()) ?? "";
  await expectAccessible(page);
  await page.getByRole("button", { name: "I have it" }).click();

  await expect(page.getByRole("banner")).toContainText("key:ada");
  await expect(page.getByRole("rowheader", { name: "ada" })).toBeVisible();
  await expect(secret).toHaveCount(0);
});

test("a tab without a key asks for one, and comes to the page it was on", async ({ page }) => {
  await page.goto("/console/dead-letters?view=letters&consumer=graph");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in to Memlog");
  await expectAccessible(page);
  await picture(page, "sign-in");

  await signIn(page, "mlk_wrong");
  await expect(page.getByRole("alert")).toContainText("not well-formed");
  await signIn(page, admin);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Dead letters");
  await expect(page).toHaveURL(/consumer=graph/);
  expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, ""]);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Dead letters");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in to Memlog");
});

test("the files need no key, and what they show does", async ({ request }) => {
  expect((await request.get("/console/")).status()).toBe(200);
  expect((await request.get("/caller")).status()).toBe(401);
  expect((await request.get("/status")).status()).toBe(401);
  await expectForeignPagesAreTurnedAway(request);
});

async function expectForeignPagesAreTurnedAway(request: APIRequestContext): Promise<void> {
  expect((await request.get("/console/", { headers: { Origin: "https://evil.example" } })).status()).toBe(403);
  expect((await request.get("/console/", { headers: { Host: "evil.example" } })).status()).toBe(421);
}

test("a role sees what it may do", async ({ page, memlog }) => {
  const { secret } = await make(memlog, "operator", "operate");
  await page.goto("/console/");
  await signIn(page, secret);
  const pages = page.getByRole("navigation", { name: "Pages" });
  await expect(pages.getByRole("link")).toHaveText(["Pipeline", "Dead letters", "Memories", "Agreement", "Jobs"]);

  await page.goto("/console/keys");

  await expect(page.getByText("This page needs the role admin.")).toBeVisible();
});

test("a reader that is bound to a project sees its memories and nothing else", async ({ page, memlog }) => {
  const { secret } = await make(memlog, "reader", "read", { user_id: "demo", project_id: "shop" });
  await page.goto("/console/");
  await signIn(page, secret);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Memories");
  await expect(page.getByRole("navigation", { name: "Pages" }).getByRole("link")).toHaveText(["Memories"]);
  await expect(page.getByRole("table")).toBeVisible();
  await page.getByLabel("User").fill("console");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("alert")).toContainText("The caller may not do this");
});

test("a key that is revoked meanwhile leads to the sign-in, with what happened, and back", async ({ page, memlog }) => {
  const { id, secret } = await make(memlog, "revoked", "operate");
  await page.goto("/console/jobs?kind=sync");
  await signIn(page, secret);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Jobs");

  await memlog.as(admin).call("DELETE", `/keys/${id}`);

  await expect(page.getByRole("alert")).toContainText("the API key is revoked");
  await signIn(page, admin);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Jobs");
  await expect(page).toHaveURL(/kind=sync/);
});

test("an expired key is said to be expired", async ({ page, memlog }) => {
  const expires_at = new Date(Date.now() + 6_000).toISOString();
  const { secret } = await make(memlog, "expired", "operate", { expires_at });
  await page.goto("/console/jobs");
  await signIn(page, secret);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Jobs");

  await expect(page.getByRole("alert")).toContainText("the API key expired");
});

test("a key is revoked after its name is said, and the audit has it", async ({ page, memlog }) => {
  const { id } = await make(memlog, "leaver", "read");
  await page.goto("/console/keys");
  await signIn(page, admin);
  await page.getByRole("button", { name: /^Revoke leaver/ }).click();
  await expect(page.getByRole("dialog")).toContainText("refused from now on");
  await page.getByRole("button", { name: "Revoke 1 key" }).click();
  await expect(page.getByRole("row").filter({ hasText: "leaver" })).toContainText("revoked");
  await expectAccessible(page);

  await page.goto(`/console/audit?what=${encodeURIComponent("DELETE /keys/{id}")}`);

  await expect(
    page
      .getByRole("row")
      .filter({ hasText: String(id) })
      .first(),
  ).toContainText("key:ada");
});

test("a key with a wrong binding names the field", async ({ page }) => {
  await page.goto("/console/keys");
  await signIn(page, admin);
  await page.getByRole("button", { name: "Make a key …" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("late");
  await dialog.getByLabel("Expires").fill("2020-01-01T00:00");
  await dialog.getByRole("button", { name: "Make 1 key of the role read" }).click();

  await expect(dialog.getByLabel("Expires")).toHaveAccessibleDescription(/must be in the future/);
});
