// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

/** An instant in UTC, ISO 8601 with `Z`. */
export type Instant = string;

/** A calendar day, YYYY-MM-DD. */
export type Day = string;
