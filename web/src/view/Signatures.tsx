/** Who has signed the minutes, how, and who is awaited. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { actsBeside } from "../acts.ts";
import type { MinutesRow, SignatureRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import { named, say, t } from "../words/index.ts";
import { Icon } from "./icons.tsx";
import { moment } from "./MinutesCard.tsx";
import { RowActs } from "./RowActs.tsx";

/** A delegation, the presiding officer or a secretary's office. */
function signerName(room: Room, signer: string): string {
  if (signer === "presiding") return t("signatures.presiding");
  const authentic = room.session.value.authentic_language;
  return say(room.delegation(signer)?.official ?? room.seat(signer)?.office ?? {}, authentic) || signer;
}

export function Signatures({ row }: { readonly row: MinutesRow }): JSX.Element {
  const { room } = useStay();
  const signing = actsBeside(room, "minutes", row.number).filter(({ type }) => type === "sign");
  return (
    <section data-testid="signatures">
      <h4>{t("signatures")}</h4>
      {row.hash && (
        <p class="hint" title={row.hash}>
          {t("signatures.hash")} <code class="digest">{row.hash}</code>
        </p>
      )}
      <ul class="rows signatures">
        {row.signatures.map((one) => (
          <Signature key={one.signer} row={one} minutes={row.number} />
        ))}
        {row.awaited.map((signer) => (
          <li key={signer} data-testid={`signature-${signer}`} data-manner="awaited">
            <Icon name="grace" /> {signerName(room, signer)} <span class="hint">{t("signatures.awaited")}</span>
          </li>
        ))}
      </ul>
      {signing.some(({ words }) => words["seals"]) && <SealHint />}
      <RowActs acts={signing} beside={false} />
    </section>
  );
}

/** Whether this browser seals a signature, before it is given. */
function SealHint(): JSX.Element | null {
  const can = useSignal<boolean | null>(null);
  useEffect(() => {
    void import("../seal.ts").then(({ canSeal }) => canSeal()).then((found) => (can.value = found), () => (can.value = false));
  }, []);
  if (can.value === null) return null;
  return (
    <p class="hint" data-testid="seal-hint" data-can={can.value}>
      {t(can.value ? "signatures.seal.can" : "signatures.seal.cannot")}
    </p>
  );
}

function Signature({ row, minutes }: { readonly row: SignatureRow; readonly minutes: string }): JSX.Element {
  const { room } = useStay();
  const scans = actsBeside(room, "minutes", minutes).filter(
    ({ type, fields }) => type === "register_scan" && fields["signer"] === row.signer,
  );
  return (
    <li data-testid={`signature-${row.signer}`} data-manner={row.manner}>
      <Icon name={row.manner === "refused" ? "x" : "seal"} /> {signerName(room, row.signer)}{" "}
      <b>{named("option.manner", row.manner)}</b> <span class="hint">{moment(room, row.at)}</span>
      {row.scanned && <span class="hint"> {t("signatures.scanned")}</span>}
      {row.sealed && <span class="hint"> {t("signatures.sealed")}</span>}
      {row.words && <blockquote>{row.words}</blockquote>}
      <RowActs acts={scans} />
    </li>
  );
}
