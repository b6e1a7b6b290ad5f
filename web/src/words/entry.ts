/** A sentence with `{name}` to be filled in, or one form of it for each category of a plural. */
export type Entry = string | { readonly [category in Intl.LDMLPluralRule]?: string };
