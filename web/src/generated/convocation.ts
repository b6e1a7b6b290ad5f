// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

export interface Post {
  readonly title: Readonly<Record<string, string>>;
  readonly rank: Readonly<Record<string, string>>;
}
