import { render } from "preact";
import { App } from "./app.tsx";
import { fileHome } from "./home/file-home.ts";
import { serverHome } from "./home/server-home.ts";

const root = document.getElementById("app");
if (root !== null) render(<App home={fileHome(document) ?? serverHome()} />, root);
