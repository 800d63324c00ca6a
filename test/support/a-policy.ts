import * as v from 'valibot';
import { type Policy, policySchema } from '../../src/domain/policy-file';

const base = v.parse(policySchema, {
  mode: 'notify',
  operator: 'Platform team',
  help_channel: 'C0HELP',
  policy_url: 'https://intranet.example.com/notebooks',
  business_hours: { time_zone: 'Europe/Berlin' },
  accounts: { '111122223333': { name: 'ml-dev' } },
  security: { user_group: 'S0SECURITY', quorum: { default: 1, confidential: 2, restricted: 2 } },
  networks: [
    {
      account: '111122223333',
      region: 'eu-west-1',
      subnets: ['subnet-0a1b2c3d'],
      security_groups: ['sg-0a1b2c3d'],
      egress: { mirror: 'https://pypi.example.com', nat: true, s3: true },
    },
  ],
  approved_lifecycle_configs: ['stop-when-idle'],
  migration: { backup_bucket: 'example-notebook-backups' },
});

/** A policy for one account with an approved network; everything else as the file's defaults. `over` replaces whole keys. */
export function aPolicy(over: Partial<Policy> = {}): Policy {
  return { ...base, ...over };
}
