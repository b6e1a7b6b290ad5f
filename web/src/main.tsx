import { signal } from "@preact/signals";
import { render } from "preact";

const title = signal("vcsession");

const root = document.getElementById("app");
if (root) render(<h1>{title}</h1>, root);
