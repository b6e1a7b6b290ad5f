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
  test: { include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"], setupFiles: ["tests/setup.ts"] },
});
