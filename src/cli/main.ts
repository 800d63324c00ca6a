import { join } from 'node:path';
import { runCli } from './program';

// A notice to developers, not to operators.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// Whoever read our results has seen enough (`… | head`).
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code !== 'EPIPE') throw fault;
  process.exit();
});

async function main(): Promise<void> {
  process.exitCode = await runCli(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    env: process.env,
    root: join(__dirname, '..'),
    colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
    now: () => new Date(),
  });
}

void main();
