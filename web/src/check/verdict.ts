/** What a line is good for, in one word, and what to do about it. Thresholds stand beside the needs they come from. */

export type Way = "socket" | "events" | "none";
export type Path = "" | "udp" | "relay_udp" | "relay_tcp" | "relay_tls";
export type Verdict = "good" | "small_pictures" | "sound_only" | "low_line" | "unusable";

/** As `POST /api/check/result` takes it: rates in kbit/s, losses in thousandths, seen from this place. */
export interface Findings {
  readonly way: Way;
  readonly path: Path;
  readonly relay: "works" | "fails" | "untried";
  readonly microphone: "heard" | "silent" | "none" | "untried";
  readonly camera: "seen" | "none" | "untried";
  readonly speaker: "heard" | "silent" | "untried";
  readonly sent_kbits: number;
  readonly received_kbits: number;
  readonly lost_sent: number;
  readonly lost_received: number;
  readonly round_trip_ms: number | null;
}

export const UNTRIED: Findings = {
  way: "none",
  path: "",
  relay: "untried",
  microphone: "untried",
  camera: "untried",
  speaker: "untried",
  sent_kbits: 0,
  received_kbits: 0,
  lost_sent: 0,
  lost_received: 0,
  round_trip_ms: null,
};

/** What one participant needs, in kbit/s: to the server and from it. The camera's three layers, the floor's picture and the tiles. */
export const NEEDS = {
  desktop: { up: 2500, down: 3700 },
  telephone: { up: 2500, down: 1300 },
  low_line: { up: 64, down: 64 },
} as const;

interface Limits {
  readonly kbits: number;
  readonly lost: number;
  readonly roundTrip: number;
}

/** The best that a line is good for whose rates, losses and round trip keep within these. */
const LIMITS: readonly (readonly [Verdict, Limits])[] = [
  ["good", { kbits: 1500, lost: 30, roundTrip: 400 }],
  ["small_pictures", { kbits: 300, lost: 80, roundTrip: 800 }],
  ["sound_only", { kbits: 100, lost: 150, roundTrip: 1500 }],
  ["low_line", { kbits: 40, lost: 250, roundTrip: 3000 }],
];

export function verdictOf(found: Findings): Verdict {
  if (found.way === "none" || found.path === "") return "unusable";
  const kbits = Math.min(found.sent_kbits, found.received_kbits);
  const lost = Math.max(found.lost_sent, found.lost_received);
  const within = ([, limits]: readonly [Verdict, Limits]): boolean =>
    kbits >= limits.kbits && lost <= limits.lost && (found.round_trip_ms ?? 0) <= limits.roundTrip;
  return LIMITS.find(within)?.[0] ?? "unusable";
}

/** What to do, most important first. Each is a sentence of the dictionary, `check.hint.*`. */
export const HINTS = [
  "way",
  "events",
  "path",
  "relay_works",
  "relay",
  "lost",
  "round_trip",
  "up",
  "down",
  "microphone_silent",
  "microphone_none",
  "camera_none",
  "speaker",
] as const;
export type Hint = (typeof HINTS)[number];

export function hintsOf(found: Findings): readonly Hint[] {
  const [, good] = LIMITS[0]!;
  const came = found.path !== "";
  const wrong: Readonly<Record<Hint, boolean>> = {
    way: found.way === "none",
    events: found.way === "events",
    path: !came && found.relay !== "works",
    relay_works: !came && found.relay === "works",
    relay: came && found.path !== "udp",
    lost: came && Math.max(found.lost_sent, found.lost_received) > good.lost,
    round_trip: came && (found.round_trip_ms ?? 0) > good.roundTrip,
    up: came && found.sent_kbits < good.kbits,
    down: came && found.received_kbits < good.kbits,
    microphone_silent: found.microphone === "silent",
    microphone_none: found.microphone === "none",
    camera_none: found.camera === "none",
    speaker: found.speaker === "silent",
  };
  return HINTS.filter((hint) => wrong[hint]);
}
