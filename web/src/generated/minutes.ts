// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

import type { Instant } from "./time.ts";

export interface CopyRow {
  readonly number: number;
  readonly to: string;
  readonly at: Instant;
}

export interface CorrectionRow {
  readonly number: string;
  readonly delegation: string;
  readonly kind: string;
  readonly target: string;
  readonly old: Readonly<Record<string, string>>;
  readonly new: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly state: string;
  readonly submitted_at: Instant;
  readonly notified_at: Instant | null;
  readonly until: Instant | null;
  readonly objections: ReadonlyArray<string>;
  readonly proposed: Readonly<Record<string, string>>;
  readonly agreed: boolean;
  readonly answer: string;
  readonly decided_at: Instant | null;
}

export interface CorrigendumRow {
  readonly number: number | null;
  readonly text: Readonly<Record<string, string>>;
  readonly at: Instant;
}

export interface MinutesRow {
  readonly number: string;
  readonly state: string;
  readonly form: string;
  readonly language: string;
  readonly versions: ReadonlyArray<VersionRow>;
  readonly overlays: ReadonlyArray<OverlayRow>;
  readonly circulated_at: Instant | null;
  readonly deadline: Instant | null;
  readonly corrections: ReadonlyArray<CorrectionRow>;
  readonly adopted_at: Instant | null;
  readonly hash: string;
  readonly signatures: ReadonlyArray<SignatureRow>;
  readonly awaited: ReadonlyArray<string>;
  readonly issued_at: Instant | null;
  readonly corrigenda: ReadonlyArray<CorrigendumRow>;
  readonly copies: ReadonlyArray<CopyRow>;
}

export interface OverlayRow {
  readonly kind: string;
  readonly target: string;
  readonly text: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly made_at: Instant;
}

export interface SignatureRow {
  readonly signer: string;
  readonly manner: string;
  readonly words: string;
  readonly at: Instant;
  readonly scanned: boolean;
  readonly sealed: boolean;
}

export interface VersionRow {
  readonly number: number;
  readonly last: number;
  readonly made_at: Instant;
  readonly because: string;
}
