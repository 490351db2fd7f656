// The faults lane: the built product, run as a user runs it, while processes die, the database is away and the disk is full.
// FAULTS_ROUNDS and FAULTS_SECONDS scale it, FAULTS_SEED repeats a run; further arguments go to Jest.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
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

const isBuilt = process.env.AFTERHOURS_SKIP_BUILD === '1';
process.exitCode =
  (isBuilt ? 0 : run(['node_modules/@nestjs/cli/bin/nest.js', 'build'])) ||
  run([...jest, '--config', 'test/faults/jest.config.mjs', ...ignored, ...process.argv.slice(2)]);
