import { describe, expect, it } from "vitest";
import { diff, type Piece } from "../src/diff.ts";

const read = (pieces: readonly Piece[]): string =>
  pieces.map(({ what, words }) => (what === "kept" ? words : what === "out" ? `-${words}-` : `+${words}+`)).join("");
const side = (pieces: readonly Piece[], other: Piece["what"]): string =>
  pieces.filter(({ what }) => what !== other).map(({ words }) => words).join("");

describe("a text against another", () => {
  it("marks the words that change, and no more", () => {
    expect(read(diff("from 20 to 27 July", "from 21 to 27 July"))).toBe("from -20-+21+ to 27 July");
    expect(read(diff("Сроки: 20 июля.", "Сроки: 20 августа."))).toBe("Сроки: 20 -июля-+августа+.");
  });

  it("takes neighbouring words as one change", () => {
    expect(read(diff("the host state pays", "every delegation pays"))).toBe("-the host state-+every delegation+ pays");
  });

  it("of the same words is those words; of nothing, all of the other", () => {
    expect(diff("as it stands", "as it stands")).toEqual([{ what: "kept", words: "as it stands" }]);
    expect(read(diff("", "new"))).toBe("+new+");
    expect(read(diff("old", ""))).toBe("-old-");
    expect(diff("", "")).toEqual([]);
  });

  it("always reads as both texts, whatever they are", () => {
    const words = ["a", "b", " ", "\n", "ы", ",", "7", "["];
    let seed = 1;
    const next = (most: number): number => (seed = (seed * 48271) % 2147483647) % most;
    const text = (): string => Array.from({ length: next(30) }, () => words[next(words.length)]).join("");
    for (let n = 0; n < 500; n += 1) {
      const [before, after] = [text(), text()];
      const pieces = diff(before, after);
      expect([side(pieces, "in"), side(pieces, "out")]).toEqual([before, after]);
    }
  });

  it("of very long texts says that all was replaced rather than to stand still", () => {
    const [before, after] = ["a ".repeat(2000), "b ".repeat(2000)];
    expect(diff(before, after).map(({ what }) => what)).toEqual(["out", "in"]);
  });
});
