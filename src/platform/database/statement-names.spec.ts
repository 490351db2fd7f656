import { StatementNames } from './statement-names.js';

const sent = (names: StatementNames, sql: string, times: number) =>
  Array.from({ length: times }, () => names.of(sql));

describe('a statement', () => {
  it('is named from the third time on', () => {
    const [first, second, third, fourth] = sent(new StatementNames(), 'SELECT 1', 4);
    expect([first, second]).toEqual([undefined, undefined]);
    expect(third).toBeDefined();
    expect(fourth).toBe(third);
  });

  it('has its own name, within the 63 bytes that PostgreSQL keeps', () => {
    const names = new StatementNames();
    const given = ['SELECT 1', 'SELECT 2'].map((sql) => sent(names, sql, 3)[2]!);
    expect(new Set(given).size).toBe(2);
    for (const name of given) expect(Buffer.byteLength(name)).toBeLessThan(63);
  });

  it('has another name once the names are renewed', () => {
    const names = new StatementNames();
    const [, , before] = sent(names, 'SELECT 1', 3);
    names.renew();
    expect(names.of('SELECT 1')).not.toBe(before);
  });

  it('gets no name when there are 400', () => {
    const names = new StatementNames();
    const given = Array.from({ length: 500 }, (_, at) => sent(names, `SELECT ${at}`, 3)[2]);
    expect(given.filter((name) => name !== undefined)).toHaveLength(400);
    expect(names.of('SELECT 0')).toBe(given[0]);
  });

  it('is counted among at most 2,000, so that statements that are never repeated cost no memory', () => {
    const names = new StatementNames();
    sent(names, 'SELECT 1', 2);
    for (let at = 0; at < 2_000; at++) names.of(`SELECT ${at} AS x`);
    expect(names.of('SELECT 1')).toBeUndefined();
  });
});
