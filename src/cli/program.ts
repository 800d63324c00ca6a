import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Command, CommanderError, Option } from 'commander';
import * as v from 'valibot';
import { STATUSES } from '../domain/finding';
import { buildOperatorServices, type OperatorServices } from '../services';
import { faultText } from './faults';
import { listFindings } from './findings';
import { printGuardrail } from './guardrail';
import { printManifest } from './manifest';
import { importOwners, listOwners, setOwner } from './owners';
import { checkPolicy } from './policy';
import { setupTables } from './tables';
import { EXIT, type Terminal } from './terminal';

const packageFile = v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() }));

/** Runs one command. Answers the exit code and never throws: what went wrong is said on `err`. */
export async function runCli(args: string[], terminal: Terminal): Promise<number> {
  let code: number = EXIT.ok;
  const program = buildProgram(terminal, (done) => {
    code = done;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (fault) {
    if (fault instanceof CommanderError) return isAnswer(fault) ? EXIT.ok : EXIT.usage;
    if (terminal.env.NOTEBOOK_AUDIT_DEBUG) terminal.err(`${inspect(fault)}\n`);
    terminal.err(`${faultText(fault)}\n`);
    return EXIT.failed;
  }
}

/** Help and version that were asked for. */
const isAnswer = ({ code }: CommanderError) => code === 'commander.helpDisplayed' || code === 'commander.version';

const ENVIRONMENT = `
Environment:
  FINDINGS_TABLE, OWNERS_TABLE   names of the tables
  POLICY_FILE                    the policy (default: policy.yml of this package)
  SLACK_BOT_TOKEN, or SLACK_SECRETS_PARAMETER (an SSM parameter), for checking users
  AWS_REGION, AWS_ENDPOINT_URL and all else that the AWS SDK reads
  NOTEBOOK_AUDIT_DEBUG=1         print faults with their stack

Exit codes: 0 done, 1 refused or failed, 2 wrong usage. Results are on stdout, notes and errors on stderr.`;

function buildProgram(terminal: Terminal, done: (code: number) => void): Command {
  const services = () =>
    buildOperatorServices(terminal.env, (seconds) => terminal.err(`Slack asks to wait ${seconds} s\n`));
  const withServices = async (work: (services: OperatorServices) => Promise<number>) => done(await work(services()));

  const program = new Command('notebook-audit')
    .description('Gets SageMaker notebooks off direct internet access: the command line of its operators')
    .version(v.parse(packageFile, readFileSync(join(terminal.root, 'package.json'), 'utf8')).version)
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err, getOutHasColors: () => terminal.colour })
    .exitOverride()
    .showHelpAfterError('(add --help for how it is used)')
    .addHelpText('after', ENVIRONMENT);

  program
    .command('setup-tables')
    .description('create the two tables that serverless.yml declares, at the configured endpoint')
    .action(() => withServices((parts) => setupTables(terminal, parts)));

  const owners = program.command('owners').description('who owns what: tags, e-mail addresses, teams and their leads');
  owners
    .command('import')
    .description('write a CSV file with the columns tag,slack_user,email,team,lead; all of it, or nothing')
    .argument('<file>', 'CSV with a header; lead is yes, no or empty')
    .option('--dry-run', 'check everything and show what would change, but write nothing')
    .action((file, { dryRun }) => withServices((parts) => importOwners(terminal, parts, { file, dryRun })));
  owners
    .command('list')
    .description('print everything that is stored')
    .option('--json', 'as a JSON array')
    .action(({ json }) => withServices((parts) => listOwners(terminal, parts, { json })));
  owners
    .command('set')
    .description('set one owner, whoever it was before')
    .argument('<tag>', 'value of the owner tag')
    .argument('<user>', 'Slack user id, such as U012ABCDEF')
    .option('--team <team>', "the user's team (default: the one that is stored)")
    .option('--email <email>', "an address that is the user's too")
    .option('--lead', 'the user leads the team; the former lead no longer does')
    .action((tag, user, options) => withServices((parts) => setOwner(terminal, parts, { tag, user, ...options })));

  program
    .command('findings')
    .description('print the findings, the earliest fix date first')
    .option('--json', 'as a JSON array; docs/cli.md describes the fields')
    .addOption(new Option('--status <status>', 'only those with this status').choices(STATUSES).conflicts('open'))
    .option('--open', 'only those that are not resolved')
    .action((options) => withServices((parts) => listFindings(terminal, parts, options)));

  const policy = program.command('policy').description('the policy file');
  policy
    .command('check')
    .description('say what the policy switches on, or everything that is wrong with it')
    .argument('[file]', 'default: POLICY_FILE, else policy.yml of this package')
    .action(async (file) => done(await checkPolicy(terminal, file)));

  program
    .command('guardrail')
    .description('print the service control policy that denies what the policy forbids, as JSON')
    .option('--policy <file>', 'default: POLICY_FILE, else policy.yml of this package')
    .option('--exempt-tag <key>', 'IAM tag: principals with the value true are not bound (docs/guardrail.md)')
    .action(async (options) => done(await printGuardrail(terminal, options)));

  program
    .command('manifest')
    .description('print the manifest of the Slack app with your request URL')
    .requiredOption('--url <url>', 'the output SlackRequestUrl of the deploy')
    .action(async (options) => done(await printManifest(terminal, options)));

  return program;
}
