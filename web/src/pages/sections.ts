/** In which section of the form each field of a session file stands: layout alone, and held to the file by a test. */

export const SECTIONS = [
  { key: "session", fields: ["id", "symbol", "kind", "ordinal", "previous", "organisation", "title", "purpose", "subject", "marking"] },
  { key: "when", fields: ["date_from", "date_to", "time_zone", "mode", "venue", "host_body", "sittings"] },
  { key: "delegations", fields: ["delegations"] },
  { key: "officers", fields: ["overall_lead", "officers", "languages"] },
  { key: "agenda", fields: ["agenda", "documents", "legal_basis"] },
  { key: "draft", fields: ["draft"] },
  { key: "proposals", fields: ["proposals"] },
  { key: "rules", fields: ["rules"] },
  { key: "former", fields: ["confirming", "reservations", "follow_up"] },
] as const;

export type Section = (typeof SECTIONS)[number]["key"];
