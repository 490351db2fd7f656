import { Query, type Facts } from './analysis.js';
import type { Described } from './server.js';
import { shapeOf, type Shape } from './shapes.js';

/** The columns of a statement's rows, by name. */
export function columnsOf(facts: Facts, { fields, tree }: Described): { name: string; shape: Shape }[] {
  const analysed = tree ? new Query(facts, tree).columns() : [];
  return fields.map(({ name, dataTypeID }, index) => {
    const sent = shapeOf(facts.catalog, dataTypeID);
    const { values = null, canBeNull = false, ...known } = analysed[index] ?? sent;
    return {
      name,
      shape: { ...(sent.kind === 'unknown' || sent.kind === 'array' ? known : sent), values, canBeNull },
    };
  });
}
