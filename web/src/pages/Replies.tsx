/** What each delegation replied to the invitation to each sitting, and the secretary's way to enter a reply. */

import { useSignal } from "@preact/signals";
import type { JSX, TargetedEvent } from "preact";
import { useId } from "preact/hooks";
import type { Room } from "../room.ts";
import { Pills } from "../view/controls.tsx";
import { day, say } from "../words/index.ts";
import { type Answer, ANSWERS, enterReply, give, type Replies as Found } from "./calls.ts";
import { useSending } from "./sending.ts";
import { w } from "./words.ts";

interface Props {
  readonly found: Found;
  readonly room: Room;
  readonly again: () => Promise<void>;
}

export function Replies({ found, room, again }: Props): JSX.Element {
  const { delegations, authentic_language: authentic, time_zone: zone } = room.session.value;
  const { sittings } = room.sitting.value;
  return (
    <>
      <p class="hint">{w("issue.replies.about")}</p>
      <div class="scrolls" tabIndex={0} role="region" aria-label={w("issue.replies")}>
        <table class="replies">
          <thead>
            <tr>
              <th scope="col">{w("issue.delegation")}</th>
              {sittings.map(({ number, opens_at: at }) => (
                <th key={number} scope="col">
                  {w("issue.sitting", { number })} <span class="hint">{day(at, zone)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {delegations.map(({ code, official }) => (
              <tr key={code}>
                <th scope="row">{say(official, authentic)}</th>
                {sittings.map(({ number }) => {
                  const reply = found.replies.find((one) => one.sitting === number && one.delegation === code);
                  return (
                    <td key={number} data-testid={`reply-${code}-${number}`} data-answer={reply?.answer}>
                      {reply ? w(`issue.answer.${reply.answer}`) : <span class="hint">{w("issue.none")}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.open.length > 0 ? <Enter found={found} room={room} again={again} /> : <p class="hint">{w("issue.enter.over")}</p>}
    </>
  );
}

function Enter({ found, room, again }: Props): JSX.Element {
  const { delegations, authentic_language: authentic } = room.session.value;
  const whose = useSignal("");
  const sitting = useSignal(found.open[0] ?? "");
  const answer = useSignal<Answer | "">("");
  const { busy, trouble, send } = useSending(again);
  const id = useId();
  const ready = whose.value !== "" && answer.value !== "" && !busy.value;
  const byHand = (event: Event): void => {
    event.preventDefault();
    const fields = { sitting: sitting.value, delegation: whose.value, answer: answer.value };
    if (ready) void send(() => give(room.seating, "record_reply", fields));
  };
  const byFile = (event: TargetedEvent<HTMLInputElement>): void => {
    const input = event.currentTarget;
    const file = input.files?.[0];
    // The same file may be chosen again once its delegation is named.
    if (file) void send(() => enterReply(room.seating, file, whose.value)).finally(() => (input.value = ""));
  };
  return (
    <form class="enter-reply" aria-label={w("issue.enter")} onSubmit={byHand}>
      <h3>{w("issue.enter")}</h3>
      <div class="field">
        <label for={`${id}-whose`}>{w("issue.delegation")}</label>
        <select id={`${id}-whose`} data-testid="reply-whose" value={whose.value} onChange={(event) => (whose.value = event.currentTarget.value)}>
          <option value="">{w("issue.choose")} …</option>
          {delegations.map(({ code, official }) => (
            <option key={code} value={code}>
              {say(official, authentic)}
            </option>
          ))}
        </select>
      </div>
      {found.open.length > 1 && (
        <Pills
          legend={w("issue.sitting", { number: "" })}
          options={found.open}
          value={sitting.value}
          label={(number) => number}
          onChoose={(number) => (sitting.value = number)}
          testid="reply-sitting"
        />
      )}
      <Pills
        legend={w("issue.answer")}
        options={ANSWERS}
        value={answer.value}
        label={(one) => w(`issue.answer.${one}`)}
        onChoose={(one) => (answer.value = one)}
        testid="reply-answer"
      />
      <button class="button primary" type="submit" data-testid="reply-send" disabled={!ready}>
        {w("issue.enter.send")}
      </button>
      <label class="field">
        {w("issue.enter.file")}
        <input type="file" accept=".ics,text/calendar" data-testid="reply-file" onChange={byFile} />
      </label>
      <p role={trouble.value ? "alert" : "status"} class={trouble.value ? "refusal" : "hint"} data-testid="reply-state">
        {trouble.value}
      </p>
    </form>
  );
}
