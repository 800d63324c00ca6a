import { Logger } from '@aws-lambda-powertools/logger';
import { loadConfig } from '../config';
import { buildMessagingServices, type MessagingServices } from '../services';
import { throwTogether } from '../workflows/faults';
import { republishStale } from '../workflows/home';
import { runDue } from '../workflows/run-due';

const logger = new Logger();
let services: MessagingServices | undefined;

/** Every five minutes: whatever is due, and whatever an earlier try left undone. */
export async function handler(): Promise<void> {
  services ??= buildMessagingServices(loadConfig(process.env));
  const due = runDue(services, () => new Date());
  throwTogether(await Promise.allSettled([due, republishStale(services, new Date())]), 'a run');
  const { done } = await due;
  if (done > 0) logger.info('attended to what was due', { findings: done });
}
