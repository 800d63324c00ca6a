import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Starts moto on a free port, which it prints once it listens. */
export async function startMoto(): Promise<{ url: string; stop: () => Promise<void> }> {
  const moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const url = await new Promise<string>((resolve, reject) => {
    let log = '';
    moto.once('error', reject);
    moto.once('exit', () => reject(new Error(`moto ended: ${log}`)));
    moto.stderr.on('data', (text) => {
      log += text;
      const address = /Running on (http:\S+)/.exec(log)?.[1];
      if (address) resolve(address);
    });
  });
  return { url, stop: () => end(moto) };
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  program.kill();
  await once(program, 'close');
}

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, in `env` alone. */
export async function run(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { env, encoding: 'utf8' });
    return { code: 0, stdout, stderr };
  } catch (error) {
    if (!(error instanceof Error && 'stdout' in error && 'stderr' in error && 'code' in error)) throw error;
    return { code: Number(error.code), stdout: String(error.stdout), stderr: String(error.stderr) };
  }
}

/** The built functions of a folder in a process of their own, which has `env` alone. */
export function startFunctions(folder: string, env: NodeJS.ProcessEnv) {
  const host: ChildProcess = fork(join(__dirname, 'function-host.mjs'), [folder], { env, stdio: 'inherit' });
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (fault: Error) => void }>();
  let calls = 0;
  host.on('message', ({ id, answer, fault }: { id: number; answer?: unknown; fault?: string }) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (fault === undefined) call?.resolve(answer);
    else call?.reject(new Error(fault));
  });
  host.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the functions' process ended with ${code}`));
  });
  return {
    invoke: (name: string, event?: object) =>
      new Promise<unknown>((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve, reject });
        host.send({ id: calls, name, event });
      }),
    stop: () => end(host),
  };
}
