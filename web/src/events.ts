/** Where a network cuts WebSockets: the server's frames as an event stream, what goes to it by POST. */

import type { Wire } from "./socket.ts";

const AGAIN_MS = 1000;
/** The close codes that a socket would have had. */
const CODES: Readonly<Record<number, number>> = { 401: 4401, 403: 4401, 409: 4409, 421: 4307 };
const LOST = 1006;

export interface Addresses {
  readonly events: string;
  readonly commands: string;
  readonly signals: string;
  readonly seat: string;
}

export class EventWire implements Wire {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly #at: Addresses;
  readonly #abort = new AbortController();
  /** One after the other, as on a socket. */
  #sent: Promise<void> = Promise.resolve();

  constructor(at: Addresses) {
    this.#at = at;
    void this.#read();
  }

  send(text: string): void {
    const { cause } = JSON.parse(text) as { cause?: string };
    this.#sent = this.#sent.then(() => (cause === undefined ? this.#signal(text) : this.#command(text, cause)));
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(): Promise<void> {
    try {
      const response = await fetch(this.#at.events, { cache: "no-store", signal: this.#abort.signal });
      if (!response.ok || !response.body) return this.#end(CODES[response.status] ?? LOST);
      this.onopen?.(undefined as never);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let held = "";
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const events = (held + part.value).split("\n\n");
        held = events.pop() ?? "";
        for (const event of events) this.#take(event);
      }
      this.#end(LOST);
    } catch {
      this.#end(LOST);
    }
  }

  #take(event: string): void {
    const data = /^data: (.*)$/m.exec(event)?.[1] ?? "";
    if (event.startsWith("event: close")) this.#end(Number(data));
    else if (data) this.onmessage?.({ data });
  }

  /** The answer comes as the frame that a socket would have brought. No answer: it is asked again on a new line. */
  async #command(body: string, cause: string): Promise<void> {
    while (!this.#abort.signal.aborted) {
      const response = await this.#post(this.#at.commands, body);
      if (!response) return;
      const answer = (await response.json().catch(() => ({}))) as { version?: number; code?: string };
      if (response.ok) return this.#answer({ frame: "done", cause, version: answer.version });
      if (answer.code === undefined) return this.#end(LOST);
      if (answer.code !== "unsaved") return this.#answer({ frame: "refused", cause, ...answer });
      this.#answer({ frame: "unsaved", cause });
      await new Promise((again) => setTimeout(again, AGAIN_MS));
    }
  }

  async #signal(body: string): Promise<void> {
    await this.#post(this.#at.signals, body);
  }

  async #post(address: string, body: string): Promise<Response | undefined> {
    const headers = { "content-type": "application/json", "x-seat": this.#at.seat };
    try {
      return await fetch(address, { method: "POST", headers, body, signal: this.#abort.signal });
    } catch {
      this.#end(LOST);
      return undefined;
    }
  }

  #answer(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  #end(code: number): void {
    this.#abort.abort();
    this.onclose?.({ code });
  }
}
