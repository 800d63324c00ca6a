import { join } from 'node:path';
import { installClock } from './clock';
import { startLocalMode } from './local-mode';
import { parseSettings } from './settings';

/** `npm start`. This file is built to dist/local.js, beside the functions and the page. */
async function main(): Promise<void> {
  const parsed = parseSettings(process.argv.slice(2), process.env);
  if (!parsed.ok) {
    console.error(parsed.error);
    process.exitCode = 2;
    return;
  }
  const { settings } = parsed;
  const clock = installClock();
  const local = await startLocalMode({ settings, clock, root: join(__dirname, '..'), dist: __dirname });

  console.log(`\n  notebook-audit, local mode: ${local.url}\n`);
  if (settings.port !== 0 && !local.url.endsWith(`:${settings.port}`)) {
    console.log(`  Port ${settings.port} is taken, so the page is on another one.`);
  }
  console.log('  Open it, launch the notebook, and read the card that arrives. The tour on the left has six steps.');
  if (local.awsUrl) {
    console.log(
      `  Your own AWS tools work here too: aws --endpoint-url ${local.awsUrl} sagemaker list-notebook-instances`,
    );
  }
  if (settings.aws.kind === 'real') console.log('  Your real account is only looked at: every change is refused.');
  console.log('  Ctrl-C ends everything.\n');

  const end = () => {
    local.close().then(
      () => process.exit(0),
      (fault: unknown) => {
        console.error(fault);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

main().catch((fault: unknown) => {
  console.error('Local mode could not start:', fault instanceof Error ? fault.message : fault);
  process.exit(1);
});
