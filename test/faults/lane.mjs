// The faults lane: runs the built product as a user does, while processes die, the database is away and the
// disk is full. FAULTS_ROUNDS and FAULTS_SECONDS scale it, FAULTS_SEED repeats a run; further arguments go to
// Jest.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bringUpToDate } from '../../src/checkout-build.mjs';
import { skip } from '../real/lane-report.mjs';
import { whyNoSmallDisk } from './small-disk.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

const run = (args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;

const why = whyNoSmallDisk();
if (why) skip('test/faults/disk-full.spec.ts', why);
const ignored = why ? ['--testPathIgnorePatterns', 'test/faults/disk-full'] : [];
const jest = [
  '--experimental-vm-modules',
  '--no-warnings=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];

const problem = bringUpToDate(root, 'main');
if (problem !== null) throw new Error(problem);
process.exitCode = run([
  ...jest,
  '--config',
  'test/faults/jest.config.mjs',
  ...ignored,
  ...process.argv.slice(2),
]);
