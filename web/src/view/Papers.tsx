/** The papers beside the text: the register of documents, and what follows the session. */

import type { JSX } from "preact";
import { actsBeside } from "../acts.ts";
import { pageAddress, paperAddress } from "../api.ts";
import type { PaperRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { maybe, named, say, t } from "../words/index.ts";
import { nameOf } from "./Decisions.tsx";
import { Filing } from "./Filing.tsx";
import { Following } from "./Following.tsx";
import { Icon } from "./icons.tsx";
import { FoldedLater } from "./Later.tsx";
import { moment } from "./MinutesCard.tsx";
import { RowActs } from "./RowActs.tsx";

/** No longer in force: folded below the register. */
const PAST: ReadonlySet<string> = new Set(["superseded_document", "withdrawn_document"]);

export function PapersPanel(): JSX.Element {
  return (
    <div class="papers-panel">
      <Papers />
      <FoldedLater summary={t("papers.printed")} testid="papers-printed" load={async () => (await import("../pages/papersInRoom.tsx")).PapersInRoom} />
      <Following />
      <DeskLinks />
    </div>
  );
}

/** The pages of the session's desk, beside the room. */
function DeskLinks(): JSX.Element | null {
  const { room } = useStay();
  if (!room.me.value.has_desk) return null;
  return (
    <section>
      <h3>{t("desk.pages")}</h3>
      <p class="downloads">
        {(["links", "file", "issue", "archive"] as const).map((page) => (
          <a key={page} class="button small" data-testid={`page-${page}`} href={pageAddress(page, room.seating)} target="_blank" rel="noopener">
            {t(page === "archive" ? "archive.open" : `desk.${page}`)}
          </a>
        ))}
      </p>
    </section>
  );
}

function Papers(): JSX.Element {
  const { room } = useStay();
  const { files_to: audiences } = room.me.value;
  const { papers } = room.papers.value;
  const past = papers.filter(({ state }) => PAST.has(state));
  const waiting = papers.filter(({ state }) => state === "uploaded");
  const kept = papers.filter(({ state }) => state !== "uploaded" && !PAST.has(state));
  return (
    <section>
      <h3>{t("text.documents")}</h3>
      {waiting.length > 0 && (
        <>
          <h4 class="caption">{t("papers.waiting")}</h4>
          <List papers={waiting} />
        </>
      )}
      {papers.length === 0 ? <p class="empty">{t("papers.empty")}</p> : <List papers={kept} />}
      {past.length > 0 && (
        <details>
          <summary>{t("papers.past", { count: past.length })}</summary>
          <List papers={past} />
        </details>
      )}
      {audiences.length > 0 && <Filing audiences={audiences} />}
    </section>
  );
}

function List({ papers }: { readonly papers: readonly PaperRow[] }): JSX.Element {
  return (
    <ul class="rows">
      {papers.map((paper) => (
        <Paper key={paper.id} paper={paper} />
      ))}
    </ul>
  );
}

/** 214 KB, 3.1 MB. */
function sizeWords(bytes: number): string {
  if (bytes >= 1_000_000) return t("papers.mb", { size: (bytes / 1_000_000).toFixed(1) });
  return t("papers.kb", { size: Math.max(1, Math.round(bytes / 1000)) });
}

function Paper({ paper }: { readonly paper: PaperRow }): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const title = say(paper.title, authentic);
  const marking = paper.marking && paper.marking !== "open" ? named("option.marking", paper.marking) : "";
  const acts = actsBeside(room, "document", paper.id);
  return (
    <li data-testid={`paper-${paper.id}`} data-state={paper.state}>
      <p class="paper-title">
        <Icon name="agenda" /> {paper.symbol && <b>{paper.symbol}</b>}{" "}
        {paper.hash ? (
          <a href={paperAddress(room.seating, paper.id, true)} target="_blank" rel="noopener">
            {title}
          </a>
        ) : (
          title
        )}
      </p>
      <p class="hint spaced">
        {paper.state !== "circulated_document" && <b class="state">{named("state", paper.state)}</b>}
        <span>{paper.by === null ? t("papers.secretariat") : nameOf(room, paper.by)}</span>
        <span>{maybe(`option.language.${paper.language}`) ?? paper.language}</span>
        {paper.status && <span>{named("option.status", paper.status)}</span>}
        {marking && <span>{marking}</span>}
        {paper.audience !== "all" && (
          <span>
            {t("papers.for", { whom: named("option.audience", paper.audience) })} {paper.items.join(", ")}
          </span>
        )}
        {paper.size > 0 && <span>{sizeWords(paper.size)}</span>}
        {paper.circulated_at ? (
          <span>{t("papers.circulated", { at: moment(room, paper.circulated_at) })}</span>
        ) : (
          paper.uploaded_at && <span>{t("papers.uploaded", { at: moment(room, paper.uploaded_at) })}</span>
        )}
        {paper.superseded_by && <span>{t("proposal.by", { number: paper.superseded_by })}</span>}
        {!paper.hash && paper.state === "circulated_document" && <span>{t("papers.no_file")}</span>}
        {paper.hash && (
          <a href={paperAddress(room.seating, paper.id)} download aria-label={t("papers.download.of", { title: paper.symbol || title })}>
            {t("papers.download")}
          </a>
        )}
      </p>
      <RowActs acts={acts} />
    </li>
  );
}
