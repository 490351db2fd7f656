import { readFile, writeFile } from 'node:fs/promises';
import { withTables } from './domain/metrics/documented.js';

// Writes the tables of metrics into docs/metrics.md.
const path = process.argv[2] ?? 'docs/metrics.md';
await writeFile(path, withTables(await readFile(path, 'utf8')));
