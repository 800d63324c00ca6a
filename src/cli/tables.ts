import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OperatorServices } from '../services';
import { EXIT, type Terminal } from './terminal';

/** Creates the two tables of serverless.yml at whatever endpoint is configured; leaves alone what is there. */
export async function setupTables(terminal: Terminal, services: OperatorServices): Promise<number> {
  const { created, existing } = await services.createTables(
    readFileSync(join(terminal.root, 'serverless.yml'), 'utf8'),
  );
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL, AWS_REGION } = terminal.env;
  terminal.err(`At ${AWS_ENDPOINT_URL_DYNAMODB ?? AWS_ENDPOINT_URL ?? AWS_REGION ?? 'the configured region'}:\n`);
  for (const name of created) terminal.out(`created  ${name}\n`);
  for (const name of existing) terminal.out(`existed  ${name}\n`);
  return EXIT.ok;
}
