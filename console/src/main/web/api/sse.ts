export type ServerSentEvent = { id: string; data: string };

/** An event is a few hundred bytes; a line beyond this is not one. */
const MAX_PENDING = 1_000_000;

/** Parses the lines of an event stream, in pieces as they arrive. A comment with an id is an event without data. */
export class ServerSentEvents {
  private pending = "";
  private id = "";
  private data: string[] = [];
  private touched = false;

  push(text: string): ServerSentEvent[] {
    this.pending += text;
    if (this.pending.length > MAX_PENDING) {
      throw new Error("a line of the stream is too long");
    }
    const lines = this.pending.split("\n");
    this.pending = lines.pop() ?? "";
    return lines.flatMap((line) => this.line(line.replace(/\r$/, "")));
  }

  private line(line: string): ServerSentEvent[] {
    if (line === "") {
      const events = this.touched ? [{ id: this.id, data: this.data.join("\n") }] : [];
      this.data = [];
      this.touched = false;
      return events;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "id") {
      this.id = value;
      this.touched = true;
    } else if (field === "data") {
      this.data.push(value);
      this.touched = true;
    }
    return [];
  }
}
