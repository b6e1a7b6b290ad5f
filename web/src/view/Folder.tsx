/** The delegation's own folder: its drafts, and where its departments stand. Nobody else is shown them. */

import type { JSX } from "preact";
import type { Act, FolderDraft, NoteRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { named, say, t } from "../words/index.ts";
import { RowActs } from "./RowActs.tsx";

export function Folder(): JSX.Element | null {
  const { room } = useStay();
  const { drafts, notes, acts } = room.folder.value;
  if (acts.length === 0 && drafts.length === 0 && notes.length === 0) return null;
  const ids = new Set(drafts.map(({ id }) => id));
  return (
    <section class="unit" data-testid="folder">
      <h3>{t("folder")}</h3>
      <p class="hint">{t("folder.only")}</p>
      {drafts.map((draft) => (
        <Draft key={draft.id} draft={draft} acts={acts.filter((act) => act.fields["draft"] === draft.id)} />
      ))}
      {notes.length > 0 && (
        <ul class="terms">
          {notes.map((note) => (
            <Note key={`${note.about} ${note.id} ${note.department}`} note={note} />
          ))}
        </ul>
      )}
      <RowActs acts={acts.filter((act) => !ids.has(act.fields["draft"] ?? ""))} beside={false} />
    </section>
  );
}

function Draft({ draft, acts }: { readonly draft: FolderDraft; readonly acts: readonly Act[] }): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const rationale = say(draft.rationale, authentic);
  const known = [...room.text.value.proposals, ...room.me.value.proposals].find(({ id }) => id === draft.proposal);
  return (
    <aside class="proposal" data-testid={`draft-${draft.id}`}>
      <p class="hint spaced">
        <b>{draft.id}</b>
        <span>
          {named("kind.proposal", draft.kind)} {draft.unit && t("text.unit", { unit: draft.unit })}
        </span>
        {draft.proposal && <span>{t("folder.submitted", { proposal: known?.number || draft.proposal })}</span>}
      </p>
      <blockquote>{say(draft.text, authentic)}</blockquote>
      {rationale && <p class="hint">{t("proposal.rationale", { words: rationale })}</p>}
      <RowActs acts={acts} beside={false} />
    </aside>
  );
}

function Note({ note }: { readonly note: NoteRow }): JSX.Element {
  const { room } = useStay();
  const proposal = room.text.value.proposals.find(({ id }) => id === note.id);
  const about = note.about === "proposal" ? (proposal?.number ?? note.id) : note.id;
  return (
    <li>
      {about} · {note.department || t("folder.ours")}: {named("stand", note.stand)}
      {note.remark && ` (${note.remark})`}
    </li>
  );
}
