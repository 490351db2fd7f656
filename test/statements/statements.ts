import ts from 'typescript';
import { Query } from './analysis.js';
import type { StatementCall } from './calls.js';
import { Fit } from './type-comparison.js';
import type { Catalog } from './catalog.js';
import { columnsOf } from './columns.js';
import type { Described, Server } from './server.js';
import type { Shape } from './shapes.js';
import { Unreadable } from './statement-texts.js';

/** Lets PostgreSQL describe all statements, and compares the result with the types around them. */
export async function checkStatements(
  program: ts.Program,
  calls: readonly StatementCall[],
  server: Server,
): Promise<{ described: Described[]; problems: string[] }> {
  const fit = new Fit(program.getTypeChecker());
  const cursors = cursorsIn(calls);
  const described: Described[] = [];
  const problems: string[] = [];
  for (const call of calls) {
    if (call.texts instanceof Unreadable) continue;
    for (const text of call.texts) {
      try {
        const answer = await server.describe(cursors.queryOf(text));
        described.push(answer);
        const found = compare(fit, call, text, answer, server.catalog);
        problems.push(...found.map((problem) => `${call.place} ${problem}`));
      } catch (error) {
        problems.push(`${call.place} PostgreSQL refuses it: ${(error as Error).message}`);
      }
    }
  }
  return { described, problems: [...new Set(problems)] };
}

function compare(fit: Fit, call: StatementCall, text: string, answer: Described, catalog: Catalog): string[] {
  const given = call.parameters;
  if (given === null) return ['is given parameters that cannot be read: give them as a list'];
  const parameterCanBeNull = (parameter: number): boolean => {
    const type = given[parameter - 1];
    return !type || fit.canBeNull(type);
  };
  const elementCanBeNull = (parameter: number): boolean => {
    const type = given[parameter - 1];
    return !type || fit.canBeNull(fit.elementOf(type));
  };
  const facts = { catalog, parameterCanBeNull, elementCanBeNull };
  const rows = call.row ? rowProblems(fit, call.row, columnsOf(facts, answer)) : [];
  if (/^FETCH/.test(text)) return rows;
  const { parameters, tree } = answer;
  if (given.length !== parameters.length)
    return [...rows, `takes ${parameters.length} parameters, and is given ${given.length}`];
  const stored = tree ? new Query(facts, tree).storedParameters() : [];
  return [
    ...rows,
    ...given.flatMap((type, index) => fit.parameter(type, catalog, parameters[index]!, `$${index + 1}`)),
    ...stored
      .filter(({ parameter, column }) => column.isNeverNull && parameterCanBeNull(parameter))
      .map(
        ({ parameter, column: { table, name } }) =>
          `stores $${parameter}, which can be null, in ${table}.${name}, which never is`,
      ),
  ];
}

function rowProblems(fit: Fit, row: ts.Type, columns: readonly { name: string; shape: Shape }[]): string[] {
  const names = columns.map(({ name }) => name);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...repeated.map((name) => `sends ${name} twice`),
    ...fit.fields(row, new Map(columns.map(({ name, shape }) => [name, shape]))),
  ];
}

/** FETCH returns the rows of its cursor's query. */
function cursorsIn(calls: readonly StatementCall[]): { queryOf: (text: string) => string } {
  const DECLARE = /^\s*DECLARE (\w+) .*?CURSOR FOR\s/s;
  const queries = new Map<string, string>();
  const declared = (text: string): string => text.replace(DECLARE, '');
  for (const { texts } of calls)
    if (Array.isArray(texts))
      for (const text of texts) {
        const name = DECLARE.exec(text)?.[1];
        if (name !== undefined) queries.set(name, declared(text));
      }
  return {
    queryOf: (text) => queries.get(/^\s*FETCH \d+ FROM (\w+)$/.exec(text)?.[1] ?? '') ?? declared(text),
  };
}
