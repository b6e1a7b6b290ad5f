import "@fontsource/noto-sans/400.css";
import "@fontsource/noto-sans/600.css";
import "@fontsource/noto-sans-armenian/400.css";
import "@fontsource/noto-sans-armenian/600.css";
import "@fontsource/noto-serif/400.css";
import "@fontsource/noto-serif/600.css";
import "@fontsource/noto-serif-armenian/400.css";
import "@fontsource/noto-serif-armenian/600.css";
import "./styles/index.css";

import { render } from "preact";
import { App, open, takeToken } from "./app.tsx";
import { pageAt } from "./pages/index.ts";
import { keepSettings } from "./settings.ts";

const token = takeToken();
await keepSettings();
const root = document.getElementById("app");
const page = pageAt(location.pathname);
if (root && page) void page(root, token);
else {
  if (root) render(<App />, root);
  void open(token);
}
