/** The calls over HTTP. */

import type { Addresses } from "./events.ts";
import type { LineCheckRow, Slices } from "./generated/slices.ts";
import { newCause, type Outcome, type Version } from "./wire.ts";

export interface Seating {
  readonly session: string;
  readonly seat: string;
}

/** Slices that only some seats are sent: a delegation's own, the bureau's own. */
type OwnSlices = "folder" | "bureau";

export interface View {
  readonly version: Version;
  readonly now: string;
  readonly slices: Omit<Slices, OwnSlices> & Partial<Pick<Slices, OwnSlices>>;
}

/** An answer that is no success. `code` is the server's, or "unreachable" where no answer came. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  /** What else the answer holds. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status: number, body: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.body = body;
  }
}

export async function call(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, { ...init, cache: "no-store" }).catch((error: unknown) => {
    throw new Problem("unreachable", String(error), 0);
  });
  if (response.ok) return response;
  const body = (await response.json().catch(() => ({}))) as { code?: string; message?: string };
  throw new Problem(body.code ?? "unreachable", body.message ?? response.statusText, response.status, body);
}

/** Changes a link's token for the seat's cookie. */
export async function enter(token: string): Promise<Seating> {
  const response = await call("/api/enter", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  return (await response.json()) as Seating;
}

/** Everything that the seat may see. */
export async function view({ session, seat }: Seating): Promise<View> {
  const response = await call(`/api/sessions/${session}`, { headers: { "x-seat": seat } });
  return (await response.json()) as View;
}

export function socketAddress(seating: Seating, after: Version | null): string {
  return `${location.origin.replace(/^http/, "ws")}${lineAddress(seating, "socket", after)}`;
}

/** The way round for a network that cuts sockets. */
export function eventAddresses(seating: Seating, after: Version | null): Addresses {
  const session = `/api/sessions/${seating.session}`;
  const events = lineAddress(seating, "events", after);
  return { events, commands: `${session}/commands`, signals: `${session}/signals`, seat: seating.seat };
}

function lineAddress({ session, seat }: Seating, line: "socket" | "events", after: Version | null): string {
  const resume = after === null ? "" : `&after=${after}`;
  return `/api/sessions/${session}/${line}?seat=${encodeURIComponent(seat)}&device=${device()}${resume}`;
}

/** This browser, so that a second window takes over from the first and another device need not. */
function device(): string {
  try {
    const known = localStorage.getItem("vcsession-device");
    if (known) return known;
    const fresh = crypto.randomUUID();
    localStorage.setItem("vcsession-device", fresh);
    return fresh;
  } catch {
    return "";
  }
}

/** A page beside the room, as this seat reads it. */
export const pageAddress = (page: "archive" | "file" | "issue" | "links" | "room", { session, seat }: Seating): string =>
  `/${page}/${encodeURIComponent(session)}/${encodeURIComponent(seat)}`;

export function minutesAddress({ session, seat }: Seating, format: string, language: string, form: string): string {
  const query = new URLSearchParams({ format, language, form, seat });
  return `/api/sessions/${session}/minutes?${query}`;
}

/** The minutes as they stand now, to be read inside a page of ours. */
export const previewAddress = (seating: Seating, language: string, form: string): string =>
  `${minutesAddress(seating, "html", language, form)}&show=inline`;

/** Relays for a network that lets no UDP out; none where the server has none, or does not say. */
export async function relays({ session, seat }: Seating, signal: AbortSignal): Promise<RTCIceServer[]> {
  const headers = { "x-seat": seat };
  const response = await call(`/api/sessions/${session}/media`, { method: "OPTIONS", headers, signal });
  return relaysIn(response.headers.get("link") ?? "");
}

/** RFC 9725, 4.6: `<turn:...>; rel="ice-server"; username="..."; credential="..."`, parted by commas. */
export function relaysIn(links: string): RTCIceServer[] {
  return [...links.matchAll(/<(turns?:[^>]+)>([^<]*)/g)].map(([, urls = "", rest = ""]) => ({
    urls,
    username: /username="([^"]*)"/.exec(rest)?.[1] ?? "",
    credential: /credential="([^"]*)"/.exec(rest)?.[1] ?? "",
  }));
}

/** What a firewall must let out. */
export interface Sheet {
  readonly page: Outlet;
  readonly media: readonly Outlet[];
  readonly relays: readonly Outlet[];
}

export interface Outlet {
  readonly host: string;
  readonly port: number;
  readonly protocol: string;
}

export const checkAddress = (what: "socket" | "events" | "media" | "result"): string => `/api/check/${what}`;

/** Opens the line check by its link's token; without one, by the page's cookie. */
export async function openCheck(token: string): Promise<CheckAbout> {
  const headers = { "content-type": "application/json" };
  const opening = token ? { method: "POST", headers, body: JSON.stringify({ token }) } : {};
  return (await (await call("/api/check", opening)).json()) as CheckAbout;
}

type CheckAbout = import("./check/checkup.ts").About;

export async function relaysForCheck(signal: AbortSignal): Promise<RTCIceServer[]> {
  const response = await call(checkAddress("media"), { method: "OPTIONS", signal });
  return relaysIn(response.headers.get("link") ?? "");
}

/** Offers a connection that gives back what it is sent. */
export async function offerCheck(sdp: string, signal: AbortSignal): Promise<MediaResource> {
  const headers = { "content-type": "application/sdp" };
  const response = await call(checkAddress("media"), { method: "POST", headers, body: sdp, signal });
  const connection = response.headers.get("location")?.split("/").at(-1) ?? "";
  return { connection, answer: await response.text() };
}

export function endCheck(connection: string): void {
  void fetch(`${checkAddress("media")}/${connection}`, { method: "DELETE", keepalive: true }).catch(() => undefined);
}

/** What the check found, for the session's technician. */
export async function tellResult(found: Readonly<Record<string, unknown>>): Promise<Measures> {
  const headers = { "content-type": "application/json" };
  const response = await call(checkAddress("result"), { method: "POST", headers, body: JSON.stringify(found) });
  return (await response.json()) as Measures;
}

/** Rates in kbit/s, losses in thousandths. */
export type Measures = Pick<LineCheckRow, "sent_kbits" | "received_kbits" | "lost_sent" | "lost_received" | "round_trip_ms">;

/** One media connection's figures, as the server has them; seen from the seat. */
export interface ConnectionFigures {
  readonly connection: string;
  readonly seat: string;
  readonly up: boolean;
  readonly path: string;
  readonly silent_s: number;
  readonly round_trip_ms: number | null;
  readonly jitter_ms: number | null;
  readonly sent_kbits: number;
  readonly received_kbits: number;
  readonly lost_sent: number;
  readonly lost_received: number;
  readonly microphone: string;
  readonly camera: string;
  readonly lines: number;
  readonly layers: readonly { readonly source: string; readonly rid: string; readonly lines: number; readonly kbits: number; readonly live: boolean }[];
  readonly places: readonly { readonly name: string; readonly kind: string; readonly seat: string; readonly rid: string; readonly lines: number }[];
}

export interface LineReport {
  readonly seat: string;
  readonly delegation: string | null;
  readonly at: string;
  readonly line: Pick<LineCheckRow, "microphone" | "camera" | "lines" | "sent_kbits" | "received_kbits" | "lost_sent" | "lost_received" | "round_trip_ms">;
}

export interface Lines {
  readonly connections: readonly ConnectionFigures[];
  readonly checks: Readonly<Record<string, Omit<LineReport["line"], "lines"> & { readonly verdict: string; readonly way: string; readonly path: string; readonly relay: string; readonly speaker: string; readonly at: string }>>;
  readonly reports: readonly LineReport[];
}

/** The figures of the session's connections: of all for the technician and the secretary. */
export async function lines({ session, seat }: Seating): Promise<Lines> {
  const response = await call(`/api/sessions/${session}/connections`, { headers: { "x-seat": seat } });
  return (await response.json()) as Lines;
}

/** Has this seat's line recorded as the server measured it. */
export async function reportLine({ session, seat }: Seating): Promise<Outcome> {
  const headers = { "x-seat": seat, "content-type": "application/json" };
  const asked = call(`/api/sessions/${session}/line`, { method: "POST", headers, body: "{}" });
  return asked.then(
    async (response) => ({ done: true, version: ((await response.json()) as { version: Version }).version }),
    (error: unknown) => {
      const { code, message } = error instanceof Problem ? error : { code: "unreachable", message: "" };
      return { done: false, code, message, detail: {} };
    },
  );
}

/** `show`: to be read in the browser, where it shows files of this type. */
export function paperAddress({ session, seat }: Seating, id: string, show = false): string {
  const path = id.split("/").map(encodeURIComponent).join("/");
  return `/api/sessions/${session}/documents/${path}?${new URLSearchParams(show ? { seat, show: "inline" } : { seat })}`;
}

/** Counters by name, as the server has them at `at` (ms). */
export interface Figures {
  readonly at: number;
  readonly values: Readonly<Record<string, number>>;
}

/** The server's counters; fails where this server does not show them to browsers. */
export async function serverFigures(): Promise<Figures> {
  const text = await (await call("/metrics", {})).text();
  const found = text.matchAll(/^vcsession_(\w+) ([\d.e+]+)$/gm);
  return { at: performance.now(), values: Object.fromEntries(Array.from(found, ([, name, value]) => [name, Number(value)])) };
}

export interface About {
  readonly title: Readonly<Record<string, string>>;
  readonly language: string;
  readonly audience: string;
  readonly items?: readonly string[];
}

/** Files a document with its file; gives its id. `sent` hears the part that has gone out, from 0 to 1. */
export function fileDocument({ session, seat }: Seating, about: About, file: File, sent: (part: number) => void): Promise<string> {
  const form = new FormData();
  form.append("about", JSON.stringify({ ...about, cause: newCause() }));
  form.append("file", file);
  // fetch does not tell how much of a body has gone out
  const request = new XMLHttpRequest();
  request.open("POST", `/api/sessions/${session}/documents`);
  request.setRequestHeader("x-seat", seat);
  request.upload.addEventListener("progress", ({ loaded, total }) => sent(total > 0 ? loaded / total : 0));
  return new Promise((filed, failed) => {
    request.addEventListener("error", () => failed(new Problem("unreachable", "", 0)));
    request.addEventListener("load", () => {
      const body = answerIn(request.responseText);
      if (request.status === 201) filed(body.document ?? "");
      else failed(new Problem(body.code ?? "unreachable", body.message ?? "", request.status));
    });
    request.send(form);
  });
}

interface Filed {
  readonly document?: string;
  readonly code?: string;
  readonly message?: string;
}

function answerIn(text: string): Filed {
  try {
    return JSON.parse(text) as Filed;
  } catch {
    return {};
  }
}

/** Prints the authentic text, keeps it and opens it for signature; refused where a fact is missing, with the places. */
export async function openSigning({ session, seat }: Seating, minutes: string): Promise<Outcome> {
  const path = `/api/sessions/${session}/minutes/${encodeURIComponent(minutes)}/signing`;
  const headers = { "x-seat": seat, "content-type": "application/json" };
  const response = await fetch(path, { method: "POST", headers, body: "{}" }).catch(() => null);
  const body = (await response?.json().catch(() => ({}))) as Partial<Signing>;
  if (response?.ok) return { done: true, version: body.version ?? 0 };
  const places = (body.places ?? []).map(({ section, missing }) => `${section}: ${missing}`).join("; ");
  const message = [body.message ?? "", places].filter(Boolean).join(" ");
  return { done: false, code: body.code ?? "unreachable", message, detail: {} };
}

interface Signing {
  readonly version: Version;
  readonly code: string;
  readonly message: string;
  readonly places: readonly { readonly section: string; readonly missing: string }[];
}

export interface MediaResource {
  readonly connection: string;
  readonly answer: string;
}

/** Offers a media connection (WHIP with receiving places); gives the answer and the connection's id. */
export async function offerMedia({ session, seat }: Seating, sdp: string, signal: AbortSignal): Promise<MediaResource> {
  const response = await call(`/api/sessions/${session}/media?device=${device()}`, {
    method: "POST",
    headers: { "content-type": "application/sdp", "x-seat": seat },
    body: sdp,
    signal,
  });
  const connection = response.headers.get("location")?.split("/").at(-1) ?? "";
  return { connection, answer: await response.text() };
}

/** Restarts the ICE of a media connection (RFC 9725, 4.3): the fragment of the offer for that of the answer. */
export async function restartMedia(
  { session, seat }: Seating,
  connection: string,
  fragment: string,
  signal: AbortSignal,
): Promise<string> {
  const response = await call(`/api/sessions/${session}/media/${connection}`, {
    method: "PATCH",
    headers: { "content-type": "application/trickle-ice-sdpfrag", "if-match": "*", "x-seat": seat },
    body: fragment,
    signal,
  });
  return response.text();
}

/** Ends a media connection; it may already be gone. `keepalive` lets it be sent while the page closes. */
export function endMedia({ session, seat }: Seating, connection: string): void {
  const address = `/api/sessions/${session}/media/${connection}`;
  void fetch(address, { method: "DELETE", headers: { "x-seat": seat }, keepalive: true }).catch(() => undefined);
}
