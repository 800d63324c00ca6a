/** A launch as typed for the AWS command line. `region` is absent when the command names none. */
export type ParsedCommand =
  | { ok: true; input: Record<string, unknown>; region?: string }
  | { ok: false; error: string };

type Values = string[];
type Reader = (values: Values, option: string) => unknown;

const one: Reader = (values, option) => {
  if (values.length !== 1) throw new Refused(`argument ${option}: expected one argument`);
  return values[0];
};
const many: Reader = (values, option) => {
  if (values.length === 0) throw new Refused(`argument ${option}: expected at least one argument`);
  const [first = ''] = values;
  return first.startsWith('[') ? json(values.join(' '), option) : values;
};
const whole: Reader = (values, option) => {
  const number = Number(one(values, option));
  if (!Number.isInteger(number)) throw new Refused(`argument ${option}: expected a whole number`);
  return number;
};
const shorthand: Reader = (values, option) => {
  const text = String(one(values, option));
  return text.startsWith('{') ? json(text, option) : pairs(text, option);
};
const shorthandList: Reader = (values, option) => {
  if (values.length === 0) throw new Refused(`argument ${option}: expected at least one argument`);
  const [first = ''] = values;
  return first.startsWith('[') ? json(values.join(' '), option) : values.map((value) => pairs(value, option));
};

/** https://docs.aws.amazon.com/cli/latest/reference/sagemaker/create-notebook-instance.html */
const OPTIONS: Record<string, { member: string; read: Reader }> = {
  '--notebook-instance-name': { member: 'NotebookInstanceName', read: one },
  '--instance-type': { member: 'InstanceType', read: one },
  '--subnet-id': { member: 'SubnetId', read: one },
  '--security-group-ids': { member: 'SecurityGroupIds', read: many },
  '--ip-address-type': { member: 'IpAddressType', read: one },
  '--role-arn': { member: 'RoleArn', read: one },
  '--kms-key-id': { member: 'KmsKeyId', read: one },
  '--tags': { member: 'Tags', read: shorthandList },
  '--lifecycle-config-name': { member: 'LifecycleConfigName', read: one },
  '--direct-internet-access': { member: 'DirectInternetAccess', read: one },
  '--volume-size-in-gb': { member: 'VolumeSizeInGB', read: whole },
  '--default-code-repository': { member: 'DefaultCodeRepository', read: one },
  '--additional-code-repositories': { member: 'AdditionalCodeRepositories', read: many },
  '--root-access': { member: 'RootAccess', read: one },
  '--platform-identifier': { member: 'PlatformIdentifier', read: one },
  '--instance-metadata-service-configuration': { member: 'InstanceMetadataServiceConfiguration', read: shorthand },
};
/** They change how the command line prints or whom it uses, which means nothing here. */
const IGNORED = ['--profile', '--output'];

/**
 * Reads `aws sagemaker create-notebook-instance …` as a POSIX shell and the AWS command line would: quotes, line
 * continuations, shorthand and JSON values. Anything else that a shell could do is refused, not run.
 */
export function parseCreateCommand(text: string): ParsedCommand {
  try {
    const [program, service, operation, ...words] = shellWords(text);
    if (program !== 'aws' || service !== 'sagemaker' || operation !== 'create-notebook-instance') {
      throw new Refused('Only `aws sagemaker create-notebook-instance …` can be run here');
    }
    const input: Record<string, unknown> = {};
    let region: string | undefined;
    for (const { option, values } of optionsOf(words)) {
      if (option === '--region') region = String(one(values, option));
      else if (IGNORED.includes(option)) one(values, option);
      else {
        const known = OPTIONS[option];
        if (!known) throw new Refused(`Unknown options: ${option}`);
        input[known.member] = known.read(values, option);
      }
    }
    return { ok: true, input, region };
  } catch (fault) {
    if (fault instanceof Refused) return { ok: false, error: fault.message };
    throw fault;
  }
}

class Refused extends Error {}

function optionsOf(words: string[]): { option: string; values: Values }[] {
  const options: { option: string; values: Values }[] = [];
  for (const word of words) {
    const last = options.at(-1);
    if (word.startsWith('--')) {
      const [option = word, ...value] = word.split('=');
      options.push({ option, values: value.length > 0 ? [value.join('=')] : [] });
    } else if (last) last.values.push(word);
    else throw new Refused(`Unknown options: ${word}`);
  }
  return options;
}

/** One part of a word: quoted text, an escaped character, or plain text. */
const PART = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)/y;

function shellWords(text: string): string[] {
  const source = text.trim().replace(/\\\r?\n/g, ' ');
  const words: string[] = [];
  let position = 0;
  let joined = false;
  while (position < source.length) {
    const space = /\s+/y;
    space.lastIndex = position;
    const gap = space.exec(source);
    if (gap) {
      position = space.lastIndex;
      joined = false;
      continue;
    }
    PART.lastIndex = position;
    const part = PART.exec(source);
    if (!part) throw new Refused('A quote is opened and not closed');
    const [, single, double, escaped, plain] = part;
    if (/[;|&<>()`$#*?]/.test(plain ?? '') || /[$`]/.test(double ?? '')) {
      throw new Refused('Only one plain command can be run here: quote special characters with single quotes');
    }
    const value = single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? '';
    if (joined) words.push(`${words.pop() ?? ''}${value}`);
    else words.push(value);
    joined = true;
    position = PART.lastIndex;
  }
  return words;
}

/** `Key=a,Value=b`; a comma inside double quotes, or escaped by a backslash, belongs to the value. */
function pairs(text: string, option: string): Record<string, string> {
  const parts = text.match(/(?:"(?:[^"\\]|\\.)*"|\\.|[^,])+/g) ?? [];
  return Object.fromEntries(
    parts.map((part) => {
      const [, key, value] = /^([A-Za-z]+)=([\s\S]*)$/.exec(part) ?? [];
      if (key === undefined || value === undefined) {
        throw new Refused(`Error parsing parameter '${option}': Expected: '=', received: '${part}'`);
      }
      const quoted = /^"([\s\S]*)"$/.exec(value);
      return [key, (quoted?.[1] ?? value).replace(/\\([\s\S])/g, '$1')];
    }),
  );
}

function json(text: string, option: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(`Error parsing parameter '${option}': Invalid JSON`);
  }
}
