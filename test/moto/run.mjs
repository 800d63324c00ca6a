/**
 * `npm run test:moto [-- --require] [-- any argument of jest]`: runs the tests against moto, or says clearly that they did
 * not run because a program is missing; with --require that is a failure. The last line is the count of tests.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const args = process.argv.slice(2).filter((arg) => arg !== '--require');
const isRequired = args.length < process.argv.length - 2;

const isThere = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

const missing = ['moto_server', 'aws'].filter((program) => !isThere(program));
if (missing.length > 0) {
  console.log(`NOT RUN: ${missing.join(' and ')} not found (pip install "moto[server]" awscli).`);
  process.exit(isRequired ? 1 : 0);
}

const own = mkdtempSync(join(tmpdir(), 'notebook-audit-report-'));
const wanted = args.find((arg) => arg.startsWith('--outputFile='))?.split('=')[1];
const report = wanted ?? join(own, 'report.json');
const jest = [
  join(root, 'node_modules/jest/bin/jest.js'),
  ...['--verbose', '--json', `--outputFile=${report}`],
  ...['--testPathIgnorePatterns', '/node_modules/', '--testMatch', '<rootDir>/test/moto/**/*.test.ts'],
  ...args.filter((arg) => arg !== '--json' && !arg.startsWith('--outputFile=')),
];
const { status } = spawnSync(process.execPath, jest, { cwd: root, stdio: 'inherit' });
const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
rmSync(own, { recursive: true });
console.log(`\n${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`);
process.exitCode = status ?? 1;
