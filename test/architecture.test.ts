import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

interface SourceFile {
  /** Path below src, with forward slashes. */
  path: string;
  text: string;
}

interface Layer {
  name: string;
  /** What belongs to it: a file (without its ending) or everything below a folder. The longest match wins. */
  homes: string[];
  /** Files and folders it may import from, besides itself. */
  imports: string[];
  /** Files and folders of which it may only `import type`. */
  importsTypesOf?: string[];
  /** Packages it may not import. */
  refusedPackages?: RegExp;
  /** Packages it may import; absent means all that are not refused. */
  allowedPackages?: RegExp;
}

const AWS_SDK = /^@(aws-sdk|smithy)\//;
const SLACK_SDK = /^@slack\//;
const ANY_SDK = /^@(aws-sdk|smithy|slack)\//;
const WEB_CLIENT = /^@slack\/(?!types$)/;

const LAYERS: Layer[] = [
  {
    name: 'domain',
    homes: ['domain'],
    imports: [],
    allowedPackages: /^(valibot|yaml|date-fns|@date-fns\/tz|csv-parse\/sync|node:crypto)$/,
  },
  { name: 'slack/ids', homes: ['slack/ids'], imports: ['domain'], refusedPackages: ANY_SDK },
  {
    name: 'slack/blocks',
    homes: ['slack/blocks'],
    imports: ['domain', 'slack/ids'],
    refusedPackages: new RegExp(`${AWS_SDK.source}|${WEB_CLIENT.source}`),
  },
  { name: 'aws', homes: ['aws'], imports: ['domain'], refusedPackages: SLACK_SDK },
  {
    name: 'slack (calls to Slack)',
    homes: [
      'slack/notifier',
      'slack/reports',
      'slack/scan-messages',
      'slack/home-publisher',
      'slack/directory',
      'slack/web-client',
    ],
    imports: ['domain', 'slack/blocks', 'slack/ids'],
    refusedPackages: AWS_SDK,
  },
  {
    name: 'workflows',
    homes: ['workflows'],
    imports: ['domain'],
    importsTypesOf: ['services'],
    refusedPackages: ANY_SDK,
  },
  {
    name: 'slack (app and listeners)',
    homes: ['slack'],
    imports: ['workflows', 'slack', 'domain'],
    importsTypesOf: ['services', 'config'],
    refusedPackages: AWS_SDK,
  },
  {
    name: 'handlers',
    homes: ['handlers'],
    imports: ['workflows', 'slack/app', 'services', 'config', 'domain'],
    refusedPackages: AWS_SDK,
  },
  {
    name: 'cli',
    homes: ['cli'],
    imports: ['workflows', 'slack/app', 'services', 'config', 'domain'],
    refusedPackages: ANY_SDK,
  },
  { name: 'config', homes: ['config'], imports: ['domain'], refusedPackages: ANY_SDK },
  {
    name: 'services',
    homes: ['services'],
    imports: [
      'config',
      'domain',
      'aws',
      'slack/notifier',
      'slack/reports',
      'slack/scan-messages',
      'slack/home-publisher',
      'slack/directory',
      'slack/web-client',
    ],
  },
  {
    name: 'local',
    homes: ['local'],
    imports: ['domain', 'slack', 'aws', 'workflows', 'handlers', 'cli', 'config', 'services'],
  },
];

const IMPURE: [RegExp, string][] = [
  [/\bDate\.now\b/, 'reads the clock (Date.now)'],
  [/\bnew Date\(\s*\)/, 'reads the clock (new Date())'],
  [/\bperformance\.now\b/, 'reads the clock (performance.now)'],
  [/\bprocess\.env\b/, 'reads the environment (process.env)'],
  [/\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/, 'is not repeatable (random)'],
];

/** A statement that starts a line: `import … from`, `import '…'`, `export … from`; and calls anywhere. */
const STATEMENT = /^[ \t]*(?:import|export)\b(?<what>[^;'"`]*?)\bfrom\s*(['"])(?<specifier>[^'"]+)\2/gm;
const BARE = /^[ \t]*import\s*(['"])(?<specifier>[^'"]+)\1/gm;
const CALL = /\b(?:import|require)\s*\(\s*(['"`])(?<specifier>[^'"`]+)\1/g;

const within = (home: string, path: string) => path === home || path.startsWith(`${home}/`);
const withoutEnding = (path: string) => path.replace(/\.(tsx?|css)$/, '');

function layerOf(path: string): Layer | undefined {
  const places = LAYERS.flatMap((layer) => layer.homes.map((home) => ({ home, layer })));
  return places.filter(({ home }) => within(home, path)).sort((a, b) => b.home.length - a.home.length)[0]?.layer;
}

/** `import type { A }`, `export type { A }`, and `import { type A, type B }`. */
function onlyTypes(what: string): boolean {
  if (/^\s+type\b(?!\s*,)/.test(what)) return true;
  const names = /^\s*\{(?<names>[^}]*)\}\s*$/.exec(what)?.groups?.names?.split(',') ?? [];
  const named = names.map((name) => name.trim()).filter(Boolean);
  return named.length > 0 && named.every((name) => name.startsWith('type '));
}

function importsOf({ text }: SourceFile) {
  const code = text.replace(/^[ \t]*(\/\/|\*|\/\*).*$/gm, '');
  const found = (pattern: RegExp, types: (what: string) => boolean) =>
    [...code.matchAll(pattern)].map((match) => ({
      specifier: match.groups?.specifier ?? '',
      typesOnly: types(match.groups?.what ?? ''),
      line: code.slice(0, match.index).split('\n').length,
    }));
  return [...found(STATEMENT, onlyTypes), ...found(BARE, () => false), ...found(CALL, () => false)];
}

function importProblem(
  layer: Layer,
  from: string,
  { specifier, typesOnly }: { specifier: string; typesOnly: boolean },
) {
  if (!specifier.startsWith('.')) {
    const refused = layer.refusedPackages?.test(specifier) || layer.allowedPackages?.test(specifier) === false;
    return refused ? `imports the package ${specifier}: ${layer.name} does without it` : undefined;
  }
  const target = withoutEnding(posix.join(posix.dirname(from), specifier));
  if (target.startsWith('..')) {
    return target.endsWith('.json') ? undefined : `imports ${specifier}: source stays inside src`;
  }
  if (within('local', target) && layer.name !== 'local') {
    return `imports ${target}: nothing but local itself imports local`;
  }
  if (layerOf(target) === layer || layer.imports.some((allowed) => within(allowed, target))) return undefined;
  if (layer.importsTypesOf?.some((allowed) => within(allowed, target))) {
    return typesOnly ? undefined : `imports values of ${target}: ${layer.name} may only \`import type\` from it`;
  }
  const allowed = layer.imports.length > 0 ? `only ${layer.imports.join(', ')}` : 'nothing else of the project';
  return `imports ${target}: ${layer.name} may import ${allowed}`;
}

function impurities({ path, text }: SourceFile): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      /^\s*(\/\/|\*|\/\*)/.test(line)
        ? []
        : IMPURE.filter(([pattern]) => pattern.test(line)).map(
            ([, what]) => `src/${path}:${index + 1} ${what}: domain gets the time and everything else as an argument`,
          ),
    );
}

function violations(files: SourceFile[]): string[] {
  return files.flatMap((file) => {
    const layer = layerOf(withoutEnding(file.path));
    if (!layer) return [`src/${file.path} belongs to no layer: see the table in test/architecture.test.ts`];
    const imports = importsOf(file).flatMap((found) => {
      const problem = importProblem(layer, file.path, found);
      return problem ? [`src/${file.path}:${found.line} ${problem}`] : [];
    });
    return layer.name === 'domain' ? [...imports, ...impurities(file)] : imports;
  });
}

function sourceFiles(): SourceFile[] {
  const src = join(__dirname, '../src');
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => {
      const full = join(entry.parentPath, entry.name);
      return { path: relative(src, full).split(sep).join('/'), text: readFileSync(full, 'utf8') };
    });
}

const file = (path: string, ...lines: string[]): SourceFile => ({ path, text: lines.join('\n') });

describe('the architecture', () => {
  it('is kept by every file under src', () => {
    const files = sourceFiles();
    expect(files.length).toBeGreaterThan(0);
    expect(violations(files)).toEqual([]);
  });

  describe('names the file, the line and the rule when', () => {
    it.each([
      [
        file('domain/policy.ts', "import type { Card } from '../slack/blocks/card';"),
        'src/domain/policy.ts:1 imports slack/blocks/card: domain may import nothing else of the project',
      ],
      [
        file('domain/policy.ts', "import { readFileSync } from 'node:fs';"),
        'src/domain/policy.ts:1 imports the package node:fs: domain does without it',
      ],
      [
        file('domain/finding.ts', 'const a = 1;', 'const now = new Date();'),
        'src/domain/finding.ts:2 reads the clock (new Date()): domain gets the time and everything else as an argument',
      ],
      [
        file('slack/blocks/card.ts', "import { WebClient } from '@slack/web-api';"),
        'src/slack/blocks/card.ts:1 imports the package @slack/web-api: slack/blocks does without it',
      ],
      [
        file(
          'workflows/audit-notebook.ts',
          "import type { Services } from '../services';",
          '',
          "import { x } from '../services';",
        ),
        'src/workflows/audit-notebook.ts:3 imports values of services: workflows may only `import type` from it',
      ],
      [
        file('workflows/audit-notebook.ts', 'import {', '  notebooks,', "} from '../aws/notebooks';"),
        'src/workflows/audit-notebook.ts:1 imports aws/notebooks: workflows may import only domain',
      ],
      [
        file('workflows/audit-notebook.ts', "const sdk = await import('@aws-sdk/client-sagemaker');"),
        'src/workflows/audit-notebook.ts:1 imports the package @aws-sdk/client-sagemaker: workflows does without it',
      ],
      [
        file('handlers/worker.ts', "export { findings } from '../aws/findings-table';"),
        'src/handlers/worker.ts:1 imports aws/findings-table: handlers may import only workflows, slack/app, services, config, domain',
      ],
      [
        file('cli/main.ts', "import '../aws/tables';"),
        'src/cli/main.ts:1 imports aws/tables: cli may import only workflows, slack/app, services, config, domain',
      ],
      [
        file('services.ts', "import { startLocal } from './local/main';"),
        'src/services.ts:1 imports local/main: nothing but local itself imports local',
      ],
      [
        file('helpers/text.ts', ''),
        'src/helpers/text.ts belongs to no layer: see the table in test/architecture.test.ts',
      ],
    ])('%j breaks it', (offender, message) => {
      expect(violations([offender])).toEqual([message]);
    });
  });

  it('lets through what the table allows', () => {
    const allowed = [
      file('domain/finding.ts', "import { createHash } from 'node:crypto';", '// no Date.now() here', 'new Date(0);'),
      file('slack/blocks/card.ts', "import type { KnownBlock } from '@slack/types';", "import { x } from '../ids';"),
      file('workflows/a.ts', "import { type Services } from '../services';", "import { b } from './b';"),
      file('slack/app.ts', "import { App } from '@slack/bolt';", "import { a } from '../workflows/a';"),
      file('handlers/slack.ts', "import { buildServices } from '../services';", "import { app } from '../slack/app';"),
      file('local/main.ts', "import { handler } from '../handlers/slack';"),
    ];
    expect(violations(allowed)).toEqual([]);
  });
});
