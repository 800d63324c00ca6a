import type { CommandWord, Misread } from '../../domain/command-line';
import type { Policy } from '../../domain/policy-file';
import type { MessageContent } from './card-parts';
import { escaped, section } from './text';
import { helpChannel } from './wording-network';

const COMMAND = '/notebook-audit';

/** How each command is typed and what it is for. `power`: only leads and security may use it. */
const USES: Record<CommandWord, { typed: string; what: string; power?: boolean }> = {
  list: {
    typed: 'list',
    what: 'notebooks that need something (`list overdue`, `list planned`, `list team:growth`, `list @user`, `list account:ml-dev region:eu-west-1`)',
  },
  show: { typed: 'show churn-eda', what: 'one notebook, looked at now; by its name or its reference (`show NB-7F3K`)' },
  exceptions: { typed: 'exceptions', what: 'policy exceptions (`pending`, `active`, `expiring`)' },
  policy: { typed: 'policy', what: 'the rules, why, and what works instead' },
  report: {
    typed: 'report 30d',
    what: 'the numbers of 7, 30 or 90 days, in your DM (`report 90d team:growth`)',
    power: true,
  },
  export: { typed: 'export', what: 'all that you may see as CSV, in your DM' },
  scan: { typed: 'scan', what: 'look at everything now (`scan ml-dev`, `scan eu-west-1`)', power: true },
  owner: { typed: 'owner <tag> @user', what: 'whom a value of the owner tag means', power: true },
  guardrail: {
    typed: 'guardrail',
    what: 'the service control policy that makes AWS refuse such launches',
    power: true,
  },
  help: { typed: 'help', what: 'this' },
};

/** What the bot is and what can be typed. Commands that the reader may not use are not listed. */
export function helpAnswer({ hasPower }: { hasPower: boolean }, policy: Policy): MessageContent {
  const intro =
    '*Notebook Audit* helps keep SageMaker notebooks on the company network. I look at settings, never inside, and change nothing by myself.';
  const uses = Object.values(USES).filter(({ power, typed }) => typed !== 'help' && (hasPower || !power));
  const lines = [
    `\`${COMMAND}\` where things stand, and what is next`,
    ...uses.map(({ typed, what }) => `${code(typed)} ${what}`),
  ];
  const people = `Help from people: ${helpChannel(policy)}`;
  return {
    text: [intro, ...lines, people].join('\n'),
    blocks: [section(intro), section(lines.map((line) => `• ${line}`).join('\n')), section(people)],
  };
}

/** What was typed is not understood: what, what was probably meant, and what can be typed. */
export function misreadText(misread: Misread): string {
  switch (misread.reason) {
    case 'unknown_command': {
      const meant = misread.guess ? ` Did you mean \`${misread.guess}\`?` : '';
      return `No command ${typed(misread.word)}.${meant} All commands: \`${COMMAND} help\``;
    }
    case 'unknown_word': {
      const { command, word, guess } = misread;
      const meant = guess ? ` Did you mean ${typed(guess)}?` : '';
      return `\`${command}\` does not know ${typed(word)}, so nothing was done.${meant} ${usage(command)}`;
    }
    case 'twice':
      return `${typed(misread.word)} says once more, and differently, what was said before, so nothing was done. ${usage(misread.command)}`;
    case 'missing':
      return misread.command === 'show'
        ? `Which one? \`${COMMAND} show NB-7F3K\`, by the reference on its card, or by the name of a notebook.`
        : `Whose tag, and who? ${code('owner <tag> @user')}: the value of the owner tag, then the person with an @.`;
  }
}

const WORDS: Record<CommandWord, string> = {
  list: 'It takes a status (open, acknowledged, planned, requested, allowed, resolved), `overdue`, @user, `team:`, `account:` and `region:`.',
  show: 'It takes a name or a reference, `account:` and `region:`.',
  exceptions: 'It takes pending, active or expiring.',
  report: 'It takes 7d, 30d or 90d, and `team:`.',
  scan: 'It takes an account, a region, or both.',
  owner: 'It takes the value of the owner tag, then a person with an @.',
  policy: 'It takes no more words.',
  guardrail: 'It takes no more words.',
  export: 'It takes no more words.',
  help: 'It takes no more words.',
};

function usage(command: CommandWord): string {
  return WORDS[command];
}

/** As something that was or can be typed; what people wrote cannot end the code. */
function typed(words: string): string {
  return `\`${escaped(words, 40).replaceAll('`', '')}\``;
}

function code(words: string): string {
  return `\`${COMMAND} ${escaped(words)}\``;
}
