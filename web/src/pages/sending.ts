/** Something sent from a page that has no socket: under way, refused with a sentence, or done and read again. */

import { type Signal, useSignal } from "@preact/signals";
import { Problem } from "../api.ts";
import { refusalWords } from "../words/index.ts";

interface Sending {
  readonly busy: Signal<boolean>;
  /** Why it did not count, in words; "" where nothing went wrong. */
  readonly trouble: Signal<string>;
  readonly send: (what: () => Promise<void>) => Promise<void>;
}

/** `again` fetches anew what the page shows. */
export function useSending(again: () => Promise<void>): Sending {
  const busy = useSignal(false);
  const trouble = useSignal("");
  const send = async (what: () => Promise<void>): Promise<void> => {
    busy.value = true;
    trouble.value = "";
    try {
      await what();
      await again();
    } catch (error) {
      trouble.value = error instanceof Problem ? refusalWords(error.code, error.message) : String(error);
    } finally {
      busy.value = false;
    }
  };
  return { busy, trouble, send };
}
