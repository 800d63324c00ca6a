import { styleText } from 'node:util';

/** Where a command reads from and writes to. */
export interface Terminal {
  /** Results, for people and for other programs. */
  out(text: string): void;
  /** Notes and errors. */
  err(text: string): void;
  env: NodeJS.ProcessEnv;
  /** The folder of the package: serverless.yml, manifest.json and policy.yml are there. */
  root: string;
  /** People read the results on a screen that shows colours. */
  colour: boolean;
  now(): Date;
}

type Style = Parameters<typeof styleText>[0];

export function styled({ colour }: Pick<Terminal, 'colour'>, style: Style, text: string): string {
  // Whether there are colours was decided by who made the terminal.
  return colour ? styleText(style, text, { validateStream: false }) : text;
}

/** Exit codes. `usage`: the command line itself is wrong. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;
