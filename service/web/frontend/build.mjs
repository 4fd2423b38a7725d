// Builds the pages' scripts, styles and fonts into ../static/build, with manifest.json telling each file's name with its hash.
import { createHash } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(here, "..", "static", "build");
const fresh = `${target}.new`;

// Libraries carry small drawings as data: addresses, which our content security policy refuses: they become files.
const drawingsAsFiles = {
  name: "drawings-as-files",
  setup(plugin) {
    plugin.onResolve({ filter: /^data:image\/svg\+xml/ }, ({ path: address }) => {
      const drawing = decodeURIComponent(address.slice(address.indexOf(",") + 1));
      const name = createHash("sha256").update(drawing).digest("hex").slice(0, 8);
      return { path: `drawing-${name}.svg`, namespace: "drawing", pluginData: drawing };
    });
    plugin.onLoad({ filter: /./, namespace: "drawing" }, ({ pluginData }) => ({ contents: pluginData, loader: "file" }));
  },
};

await rm(fresh, { recursive: true, force: true });
const result = await build({
  absWorkingDir: here,
  entryPoints: ["app.js", "path.js"].map((name) => `src/js/${name}`).concat(["app.css", "dark.css", "path.css"].map((name) => `src/css/${name}`)),
  outdir: fresh,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  metafile: true,
  format: "iife",
  target: ["chrome109", "firefox115", "safari16"],
  loader: { ".woff2": "file", ".svg": "file" },
  legalComments: "linked",
  logLevel: "warning",
  plugins: [drawingsAsFiles],
});

const manifest = {};
for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  if (entryPoint) manifest[path.basename(entryPoint)] = path.basename(file);
}
await writeFile(path.join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await rm(target, { recursive: true, force: true });
await rename(fresh, target);
