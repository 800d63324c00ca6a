/**
 * Stands for Lambda: a process that keeps the built functions of a folder loaded and answers one invocation after another.
 * Receives { id, name, event }, sends { id, answer } or { id, fault }.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const load = createRequire(join(folder, 'index.js'));

process.on('message', async ({ id, name, event }) => {
  try {
    process.send({ id, answer: await load(`./${name}.js`).handler(event) });
  } catch (fault) {
    process.send({ id, fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) });
  }
});
