import { Random } from '../support/random.js';

export const ROUNDS = Number(process.env['FAULTS_ROUNDS'] ?? 20);
export const SECONDS = Number(process.env['FAULTS_SECONDS'] ?? 120);

/** New random values in each run; the seed is printed, and FAULTS_SEED repeats it. */
export function chance(): Random {
  const seed = Number(process.env['FAULTS_SEED'] ?? Date.now() % 1_000_000);
  process.stderr.write(`FAULTS_SEED=${seed}\n`);
  return new Random(seed);
}
