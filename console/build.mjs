// Builds the console for Maven, unless what it is built from is the same as the last time.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const home = import.meta.dirname;
const contract = join(home, "../api-service/src/main/resources/openapi/openapi.json");
const stamp = join(home, "target/console.sha256");
const page = join(home, "target/classes/console/index.html");
const installed = join(home, "node_modules/.installed.sha256");

function hash(files) {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function sources() {
  const below = readdirSync(join(home, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const beside = readdirSync(home)
    .filter((name) => /\.(json|ts|mjs)$/.test(name))
    .map((name) => join(home, name));
  return [...below, ...beside, contract].sort();
}

function isStamped(file, value) {
  return existsSync(file) && readFileSync(file, "utf8") === value;
}

function npm(...words) {
  const { status, error } = spawnSync("npm", words, {
    cwd: home,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) {
    throw error;
  }
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

const built = hash(sources());
if (!existsSync(page) || !isStamped(stamp, built)) {
  const dependencies = hash([join(home, "package-lock.json")]);
  if (!isStamped(installed, dependencies)) {
    npm("ci", "--no-audit", "--no-fund", "--loglevel=error");
    writeFileSync(installed, dependencies);
  }
  npm("run", "--silent", "build");
  mkdirSync(join(home, "target"), { recursive: true });
  writeFileSync(stamp, built);
}
