import { strFromU8, unzipSync } from 'fflate';
import type { TestDatabase } from './database.js';
import type { HttpClient } from './http-client.js';

/** The files of a pilot's data package by name. */
export async function packageOf(client: HttpClient, pilotId: string): Promise<Record<string, string>> {
  const response = await fetch(`${client.baseUrl}/api/v1/pilots/${pilotId}/data-package`, {
    headers: client.headers,
  });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

/** The records of a CSV file by column; empty cells are null. */
export function recordsOf(csv: string): Record<string, string | null>[] {
  const cells = /("(?:[^"]|"")*"|[^,\n]*)([,\n])/g;
  const lines: (string | null)[][] = [[]];
  for (const [, cell = '', end] of csv.matchAll(cells)) {
    lines
      .at(-1)!
      .push(cell === '' ? null : cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '\n') lines.push([]);
  }
  const [header = [], ...rows] = lines.filter((line) => line.length > 0);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name!, row[index] ?? null])));
}

interface Difference {
  figure: string;
  where: string;
  told: number | null;
  computed: number | null | undefined;
}

/** The figures of a package that its own SQL, over its own rows, computes otherwise. Also how many were compared. */
export async function recomputed(
  database: TestDatabase,
  files: Record<string, string>,
): Promise<{ compared: number; differences: Difference[] }> {
  await database.query('DROP SCHEMA IF EXISTS package CASCADE');
  await database.query('CREATE SCHEMA package');
  await database.query('SET search_path TO package');
  try {
    // The rest is for psql.
    const tables = files['sql/1-load.sql']!.split('\n').filter((line) => line.startsWith('CREATE'));
    await database.query(tables.join('\n'));
    for (const [name, text] of Object.entries(files)) {
      const table = /^(\w+)\.csv$/.exec(name)?.[1];
      if (!tables.some((line) => line.startsWith(`CREATE TABLE ${table} (`))) continue;
      await database.query(
        `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`,
        [JSON.stringify(recordsOf(text))],
      );
    }
    await database.query(files['sql/2-tables.sql']!);
    const told = new Map<string, Map<string, number | null>>();
    for (const { figure, phase, kind, bucket, basis, value } of recordsOf(files['figures.csv']!)) {
      const values = told.get(figure!) ?? new Map<string, number | null>();
      told.set(
        figure!,
        values.set([phase, kind, bucket, basis].join(' · '), value === null ? null : Number(value)),
      );
    }
    const differences: Difference[] = [];
    let compared = 0;
    for (const [figure, values] of told) {
      const rows = await database.query<{
        phase: string;
        kind: string;
        bucket: string;
        basis: string;
        value: number | null;
      }>(files[`sql/figures/${figure}.sql`]!);
      const computed = new Map(
        rows.map(({ phase, kind, bucket, basis, value }) => [
          [phase, kind, bucket, basis].join(' · '),
          value,
        ]),
      );
      for (const [where, value] of values) {
        compared += 1;
        const own = computed.get(where);
        // SQL has no row for a bucket of which no time has passed.
        const isSame = own === undefined ? value === null || value === 0 : isNear(value, own);
        if (!isSame) differences.push({ figure, where, told: value, computed: own });
      }
    }
    return { compared, differences };
  } finally {
    await database.query('SET search_path TO public');
  }
}

const isNear = (a: number | null, b: number | null): boolean =>
  a === null || b === null ? a === b : Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
