import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, type Terminal } from './terminal';

const PLACEHOLDER = 'https://example.com/slack/events';
const REQUEST_PATH = '/slack/events';

/** Prints manifest.json with the request URL wherever Slack sends something to. */
export async function printManifest(terminal: Terminal, { url: given }: { url: string }): Promise<number> {
  const url = requestUrl(given);
  if (!url) {
    terminal.err(
      `--url must be an https address, such as https://abc.execute-api.eu-west-1.amazonaws.com${REQUEST_PATH}\n`,
    );
    return EXIT.usage;
  }
  if (url !== given) terminal.err(`The request URL is ${url}\n`);
  const manifest = readFileSync(join(terminal.root, 'manifest.json'), 'utf8');
  terminal.out(manifest.replaceAll(PLACEHOLDER, url));
  return EXIT.ok;
}

/** With the path of the function where there is none; null when Slack could not send to it. */
function requestUrl(given: string): string | null {
  if (!URL.canParse(given)) return null;
  const url = new URL(given);
  if (url.protocol !== 'https:' || url.username || url.password || url.search || url.hash) return null;
  if (url.pathname === '/') url.pathname = REQUEST_PATH;
  return url.href;
}
