import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The tests run in order against one Memlog with the demo's data: first while it is open, then with keys. */
export default defineConfig({
  testDir: "src/test/web",
  outputDir: "target/playwright",
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    baseURL: `${process.env.MEMLOG_URL ?? "http://127.0.0.1:8080"}`,
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.MEMLOG_CHROMIUM ?? CHROMIUM.find((path) => existsSync(path)) ?? "chromium",
      // The sandbox needs rights that a container's root has not; the pages are our own.
      args: ["--no-sandbox"],
    },
  },
  projects: [
    { name: "parts", testMatch: "parts/*.spec.ts" },
    { name: "open", testMatch: "open/*.spec.ts" },
    { name: "many", testMatch: "many/*.spec.ts" },
    { name: "keys", testMatch: "keys/*.spec.ts" },
  ],
});
