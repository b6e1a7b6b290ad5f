/// <reference types="vitest/config" />
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/",
  // JSX without a plugin: the bundler's own transform, with Preact's runtime.
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../vcsession/static",
    emptyOutDir: true,
    // The content security policy allows no data: addresses, so every font and picture is a file.
    assetsInlineLimit: 0,
    license: { fileName: "licenses.md" },
  },
  test: {
    // Tests turn from one language to the other without waiting for its words.
    setupFiles: ["tests/words.setup.ts"],
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
  },
});
