import { loadConfig } from '../config';
import { buildMessagingServices, type MessagingServices } from '../services';
import { sendDigests } from '../workflows/send-digests';

let services: MessagingServices | undefined;

/** Every hour: the weekly digest to whoever's Monday morning has come. */
export async function handler(): Promise<void> {
  services ??= buildMessagingServices(loadConfig(process.env));
  await sendDigests(services, new Date());
}
