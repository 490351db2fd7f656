import fc from 'fast-check';
import { DomainError } from '../../domain/errors.js';
import { refuseShape } from './json-shape.js';
import { refuseUnstorable } from './text-guard.js';

const codeOf = (check: () => void): string | null => {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};
const fieldsOf = (count: number): string =>
  `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')}}`;

describe('the shape of a JSON text', () => {
  it.each([
    ['an object of 500 fields', fieldsOf(500)],
    ['20 levels', '{"a":'.repeat(20) + '1' + '}'.repeat(20)],
    ['10,000 values', `{"a":[${'1,'.repeat(9_990)}1]}`],
    ['signs inside text', JSON.stringify({ a: '{[,:]}'.repeat(20_000) })],
    ['escaped quotes', JSON.stringify({ a: '\\"{[,:'.repeat(20_000) })],
    ['objects beside one another', `{"a":[${`${fieldsOf(20)},`.repeat(100)}{}]}`],
    ['what is cut off inside text', '{"a": "bc'],
    ['nothing at all', ''],
  ])('may be %s', (_case, text) => expect(codeOf(() => refuseShape('body', text))).toBeNull());

  it.each([
    ['88,000 fields', fieldsOf(88_000), 'TOO_MANY_VALUES'],
    ['501 fields', fieldsOf(501), 'TOO_MANY_VALUES'],
    ['one name 600 times', `{${'"a":1,'.repeat(600)}"a":1}`, 'TOO_MANY_VALUES'],
    ['a root list of 500,000 numbers', `[${'1,'.repeat(500_000)}1]`, 'TOO_MANY_VALUES'],
    ['20,000 empty objects', `{"a":[${'{},'.repeat(20_000)}{}]}`, 'TOO_MANY_VALUES'],
    ['500,000 brackets', '['.repeat(500_000), 'TOO_DEEP'],
    ['21 levels', '{"a":'.repeat(21) + '1' + '}'.repeat(21), 'TOO_DEEP'],
    ['levels after text that looks like their end', `{"a":"]]]","b":${'['.repeat(30)}`, 'TOO_DEEP'],
    ['a root list', ' [1]', 'INVALID_FIELD'],
    ['a root number', '7', 'INVALID_FIELD'],
  ])('may not be %s', (_case, text, code) => expect(codeOf(() => refuseShape('body', text))).toBe(code));

  it.each([
    [{ a: [[1]] }, 'a'],
    [{ a: { b: [1, { c: [{}, []] }] } }, 'a.b.1.c'],
  ])('may not hold a list within a list: %j', (value, field) => {
    expect(() => refuseUnstorable('body', value)).toThrow(`${field} must not hold a list within a list.`);
  });

  it('has the same limits for text as for the value parsed from it', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 25 }), { noNullPrototype: true }),
        (value) => {
          const text = JSON.stringify(value);
          const [ofText, ofValue] = [
            codeOf(() => refuseShape('body', text)),
            codeOf(() => refuseUnstorable('body', JSON.parse(text))),
          ];
          if (ofText !== null || ofValue === 'TOO_DEEP') expect(ofValue).toBe(ofText);
        },
      ),
    );
  });
});
