import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { csvText, type CsvValue } from './csv-text.js';
import { RecordCutter } from './record-cutter.js';

const text = fc.string({
  unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', '\t', ' ', '=', '+', '-', '@', '＝', '1'),
});
const value: fc.Arbitrary<CsvValue> = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, undefined),
);

it('writes no formula, and negative numbers as they are', () =>
  expect(csvText([['=1+1', '-', -1, true, null]])).toBe("'=1+1,'-,-1,true,\n"));

it('can be read back', () => {
  const records = [['2', 'a "b", c\nd', '']];
  const read = [...new RecordCutter({ delimiter: ',' }).push(csvText(records), true)];
  expect(read).toEqual([expect.objectContaining({ cells: records[0] })]);
});

it('equals the output of the usual library', () =>
  fc.assert(
    fc.property(fc.array(fc.array(value, { minLength: 1, maxLength: 4 })), (records) =>
      expect(csvText(records)).toBe(
        stringify(
          records.map((record) => [...record]),
          { escape_formulas: true, cast: { boolean: String } },
        ),
      ),
    ),
  ));
