import type { Meanings } from '../../domain/categories.js';

/** The parameter of `meaningsIn`. */
export const meaningsAsJson = (meanings: Meanings): string =>
  JSON.stringify(
    meanings.all().map(({ name, readLevel, directional }) => ({ name, read_level: readLevel, directional })),
  );

/** SQL: a common table expression of what the words of requests say, which the expressions below read. */
export const meaningsIn = (parameter: string): string =>
  `meanings AS MATERIALIZED (
     SELECT * FROM json_to_recordset(${parameter}) AS m (name text, read_level smallint, directional boolean)
   )`;

/** SQL: what a word says of a request that does not tell it. */
export const saidLevel = (word: string): string =>
  `(SELECT m.read_level FROM meanings m WHERE m.name = ${word})`;
export const saidDirectional = (word: string): string =>
  `COALESCE((SELECT m.directional FROM meanings m WHERE m.name = ${word}), false)`;

/**
 * SQL: of a stored request `r` that gets another word: what it had from the former word, it gets from the new one. As
 * `followCategory`.
 */
export const followedLevel = (word: string): string =>
  `CASE WHEN r.category IS DISTINCT FROM ${word} AND r.read_level IS NOT DISTINCT FROM ${saidLevel('r.category')}
        THEN ${saidLevel(word)} ELSE r.read_level END`;
export const followedDirectional = (word: string): string =>
  `CASE WHEN r.category IS DISTINCT FROM ${word} AND r.directional = ${saidDirectional('r.category')}
        THEN ${saidDirectional(word)} ELSE r.directional END`;
