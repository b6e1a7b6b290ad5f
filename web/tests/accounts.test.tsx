// @vitest-environment happy-dom
import { render } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { MeSlice, RequestRow } from "../src/generated/slices.ts";
import type { Room } from "../src/room.ts";
import { Stay, StayProvider } from "../src/stay.ts";
import { Bar } from "../src/view/Bar.tsx";
import { Queue } from "../src/view/Queue.tsx";
import { Stage } from "../src/view/Stage.tsx";
import { language } from "../src/words/index.ts";
import { act, NOW, openRoom, request } from "./fixtures.ts";

let room: Room;
let host: HTMLElement;
const general = { id: "KAZ/1", name: { en: "Person One" }, rank: { en: "General" }, post: {}, capacity: "head" };

async function show(seat: string, me: Partial<MeSlice>, speaker?: RequestRow): Promise<void> {
  ({ room } = openRoom(seat, me));
  await flush(() => {
    if (speaker) room.floor.value = { ...room.floor.value, speakers: [speaker] };
    const rows = [{ delegation: "KAZ", state: "accepted_credentials", head_seat: "kaz", head_kind: "", head: null, since: null, until: null, people: [general] }];
    room.credentials.value = { rows };
    host = document.body.appendChild(document.createElement("div"));
    render(
      <StayProvider value={new Stay(room)}>
        <Stage />
        <Queue />
        <Bar />
      </StayProvider>,
      host,
    );
  });
}

const said = (testid: string): string | undefined => host.querySelector(`[data-testid="${testid}"]`)?.textContent?.trim();

beforeEach(() => {
  language.value = "en";
});

afterEach(() => {
  render(null, host);
  host.remove();
  room.close();
});

it("a delegation reads its own time, which runs while it speaks", async () => {
  const speaking = request("r1", "kaz", { state: "speaking", began_at: NOW, spoken_s: 30 });
  await show("kaz", { time_accounts: [{ delegation: "KAZ", seconds: 90 }] }, speaking);
  expect(said("time-account")).toBe("Our delegation has spoken 1:30");
  await flush(() => room.clock.heard("2020-07-07T09:00:20Z"));
  expect(said("time-account")).toBe("Our delegation has spoken 1:50");
  expect(said("time-accounts")).toBeUndefined();
});

it("who steers reads everybody's, the longest first", async () => {
  const account = (delegation: string, seconds: number): MeSlice["time_accounts"][number] => ({ delegation, seconds });
  await show("chair", { time_accounts: [account("BLR", 60), account("KAZ", 90), account("KGZ", 0)] });
  expect(said("time-accounts")).toBe("Time spoken so farKazakhstan1:30Belarus1:00");
});

it("an aide and its principal are told of each other, and nobody else is", async () => {
  await show("kaz", { presses_for: ["chair"] });
  expect(said("aides")).toBe("You press the keys of: First Deputy Chief");
  render(null, host);
  host.remove();
  await show("chair", { aide: "kaz" });
  expect(said("aides")).toBe("Your keys are pressed by: Head");
  render(null, host);
  host.remove();
  await show("blr", {});
  expect(said("aides")).toBeUndefined();
});

it("the stage names who speaks in a room with one camera, and one key names another", async () => {
  const naming = act("name_speaker", { fields: { request: "r1", person: "KAZ/1" }, words: { delegation: "KAZ" } });
  await show("kaz", { acts: [naming] }, request("r1", "kaz", { state: "speaking", person: "" }));
  expect(said("speaker-name")).toBe("· Head");
  expect(said("act-name_speaker")).toBe("General Person One");
  await flush(() => {
    room.floor.value = { ...room.floor.value, speakers: [{ ...room.floor.value.speakers[0]!, person: "KAZ/1" }] };
  });
  expect(said("speaker-name")).toBe("· General Person One");
});
