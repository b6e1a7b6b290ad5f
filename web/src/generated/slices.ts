// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

import type { DecisionsSlice, ReservationsSlice, TextSlice } from "./agreeing.ts";
import type { BureauSlice } from "./bureau.ts";
import type { FolderSlice } from "./folder.ts";
import type { FollowingSlice } from "./following.ts";
import type { LanguagesSlice, MeSlice } from "./me.ts";
import type { RectifyingSlice } from "./rectifying.ts";
import type { CredentialsSlice, PapersSlice } from "./registry.ts";
import type { AgendaSlice, FloorSlice, RollCallSlice, SessionSlice, SittingSlice } from "./room.ts";

export type * from "./agreeing.ts";
export type * from "./bureau.ts";
export type * from "./convocation.ts";
export type * from "./folder.ts";
export type * from "./following.ts";
export type * from "./me.ts";
export type * from "./minutes.ts";
export type * from "./proposals.ts";
export type * from "./rectifying.ts";
export type * from "./registry.ts";
export type * from "./room.ts";
export type * from "./time.ts";

/** Every slice by the name under which it travels. */
export interface Slices {
  readonly session: SessionSlice;
  readonly sitting: SittingSlice;
  readonly roll_call: RollCallSlice;
  readonly agenda: AgendaSlice;
  readonly floor: FloorSlice;
  readonly rectifying: RectifyingSlice;
  readonly decisions: DecisionsSlice;
  readonly reservations: ReservationsSlice;
  readonly text: TextSlice;
  readonly following: FollowingSlice;
  readonly papers: PapersSlice;
  readonly credentials: CredentialsSlice;
  readonly languages: LanguagesSlice;
  readonly folder: FolderSlice;
  readonly bureau: BureauSlice;
  readonly me: MeSlice;
}
