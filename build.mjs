#!/usr/bin/env node
/**
 * Builds dist/: one minified bundle per file in src/handlers, the command line, local mode and its page.
 * `node build.mjs [folder]` builds elsewhere. meta.json beside the bundles lists what went into each.
 */
import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
const outdir = process.argv[2] ?? dist;

/** Bolt loads these for Socket Mode, OAuth and its own web server, none of which runs in a function. */
const UNUSED_BY_BOLT = ['@slack/socket-mode', '@slack/oauth', 'express', 'raw-body', 'path-to-regexp'];

const withoutUnusedBoltParts = {
  name: 'without-unused-bolt-parts',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${UNUSED_BY_BOLT.join('|')})$`) }, ({ path }) => ({ path, namespace: 'empty' }));
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const node = { bundle: true, platform: 'node', format: 'cjs', target: 'node20', metafile: true, logLevel: 'error' };
const lean = { ...node, mainFields: ['module', 'main'], plugins: [withoutUnusedBoltParts] };

/** The functions: files that export a `handler`. Others in the folder are what they share. */
async function handlerEntries() {
  const folder = join(root, 'src/handlers');
  const files = (await readdir(folder)).map((file) => join(folder, file));
  const isFunction = async (file) => /^export .*\bhandler\b/m.test(await readFile(file, 'utf8'));
  const functions = (await Promise.all(files.map(async (file) => ((await isFunction(file)) ? file : [])))).flat();
  if (functions.length === 0) throw new Error('src/handlers holds no function');
  const nameOf = (file) => basename(file, '.ts').replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(functions.map((file) => [nameOf(file), file]));
}

async function build() {
  if (outdir === dist) await rm(dist, { recursive: true, force: true });
  await mkdir(join(outdir, 'page'), { recursive: true });
  const bundle = (options) => esbuild.build({ absWorkingDir: root, outdir, ...options });
  const cli = join(outdir, 'cli.js');
  const results = await Promise.all([
    bundle({ ...lean, entryPoints: await handlerEntries(), minify: true }),
    bundle({ ...lean, entryPoints: { cli: 'src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } }),
    // Local mode runs beside node_modules, and its embedded database cannot be bundled.
    bundle({ ...node, entryPoints: { local: 'src/local/main.ts' }, packages: 'external' }),
    bundle({
      entryPoints: { 'page/page': 'src/local/page/page.tsx' },
      bundle: true,
      target: 'es2022',
      minify: true,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      metafile: true,
      logLevel: 'error',
    }),
    copyFile(join(root, 'src/local/page/index.html'), join(outdir, 'page/index.html')),
  ]);
  await chmod(cli, 0o755);
  const outputs = Object.assign({}, ...results.map((result) => result?.metafile?.outputs));
  await writeFile(join(outdir, 'meta.json'), JSON.stringify(outputs));
  return Object.keys(outputs).length;
}

const started = performance.now();
build().then(
  (files) => console.log(`Built ${files} files in ${Math.round(performance.now() - started)} ms.`),
  (error) => {
    console.error(error.errors ? 'The build failed, see above.' : `The build failed: ${error.message}`);
    process.exitCode = 1;
  },
);
