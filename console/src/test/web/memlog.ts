import { connect, createServer, type Server, type Socket } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

export { expect, type Page };

const TENANT = { user_id: "console", project_id: "tests" };

/** Calls Memlog beside the browser, as an agent or another operator does. */
export class Memlog {
  constructor(
    readonly url: string,
    private readonly key?: string,
  ) {}

  as(key: string): Memlog {
    return new Memlog(this.url, key);
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (this.key) {
      headers.Authorization = `Bearer ${this.key}`;
    }
    const answer = await fetch(this.url + path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === "" ? null : JSON.parse(text)) as T };
  }

  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.call<T>("GET", path);
    expect(status, path).toBe(200);
    return body;
  }

  /** Stores a memory. */
  async store(memory: { task: string; raw_data?: object; user_id?: string }): Promise<number> {
    const { body } = await this.call<{ id: number }>("POST", "/memory-logs", { ...TENANT, raw_data: {}, ...memory });
    return body.id;
  }

  async letter(consumer: "vector" | "graph"): Promise<{ id: string; state: string; group: string }> {
    const { items } = await this.get<{ items: { id: string; state: string; group: string }[] }>(
      `/dead-letters?consumer=${consumer}&user_id=demo`,
    );
    const [letter] = items;
    if (!letter) {
      throw new Error("the demo's dead letter is not there");
    }
    return letter;
  }
}

/** A way to Memlog that can be closed, as a server that goes away. */
export class Gate {
  private server: Server | null = null;
  private port = 0;
  private readonly sockets = new Set<Socket>();

  constructor(private readonly target: URL) {}

  async open(): Promise<string> {
    const server = createServer((client) => {
      const memlog = connect(Number(this.target.port), this.target.hostname);
      for (const socket of [client, memlog]) {
        this.sockets.add(socket);
        socket.on("error", () => socket.destroy());
        socket.on("close", () => this.sockets.delete(socket));
      }
      client.pipe(memlog).pipe(client);
    });
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as { port: number }).port;
    this.server = server;
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server) {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of this.sockets) {
        socket.destroy();
      }
      await closed;
    }
  }
}

export const test = base.extend<{ memlog: Memlog; gate: Gate; complaints: string[] }>({
  memlog: async ({ baseURL }, use) => {
    await use(new Memlog(baseURL ?? ""));
  },
  gate: async ({ baseURL }, use) => {
    const gate = new Gate(new URL(baseURL ?? ""));
    await use(gate);
    await gate.close();
  },
  /** What breaks the policy of the page or is thrown in it; no test may leave any. */
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && !/Failed to load resource|net::ERR/.test(message.text())) {
          complaints.push(message.text());
        }
      });
      page.on("request", (request) => {
        if (!/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url())) {
          complaints.push(`a request to ${request.url()}`);
        }
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** Looks for what assistive technologies cannot use. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(serious).toEqual([]);
}

/** Pictures for docs/console where MEMLOG_CONSOLE_PICTURES names that folder. */
export async function picture(page: Page, name: string, size = page.viewportSize()): Promise<void> {
  const folder = process.env.MEMLOG_CONSOLE_PICTURES ?? "target/pictures";
  const usual = page.viewportSize();
  if (size && usual) {
    await page.setViewportSize(size);
    await page.screenshot({ path: `${folder}/${name}.png` });
    await page.setViewportSize(usual);
  }
}
