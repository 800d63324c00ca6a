import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const folder = join(__dirname, '../../src/handlers');

/** The functions that src/handlers holds, in the names of serverless.yml: files that export a `handler`. */
export function lambdaFunctions(): string[] {
  return readdirSync(folder)
    .filter((file) => /^export .*\bhandler\b/m.test(readFileSync(join(folder, file), 'utf8')))
    .map((file) => basename(file, '.ts').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
}
