import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface LocalMode {
  url: string;
  close(): Promise<void>;
}

/** Starts the built local mode (`npm run build` first) on a free port. Rejects with what it said when it ends early. */
export async function startBuiltLocalMode(): Promise<LocalMode> {
  const started = spawn(process.execPath, [join(__dirname, '../../dist/local.js')], {
    env: { PATH: process.env.PATH, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => started.once('exit', () => resolve()));
  return {
    url: await urlOf(started),
    close: () => {
      started.kill('SIGTERM');
      return ended;
    },
  };
}

function urlOf(started: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /local mode: (http:\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    };
    started.stdout?.on('data', listen);
    started.stderr?.on('data', listen);
    started.once('exit', (code) => reject(new Error(`local mode ended with ${code}: ${said}`)));
  });
}
