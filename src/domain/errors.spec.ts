import { conflict, DomainError, forbidden, invalid, notFound, refusal } from './errors.js';
import { refusalText } from './refusals/refusal-text.js';

describe('a refusal', () => {
  it('takes its code and params from the first reason and its message from all', () => {
    const violations = [refusalText('SHIFT_FULL', { taken: 2, seats: 2 }), refusalText('NOT_QUALIFIED')];
    const error = refusal('conflict', violations);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({
      kind: 'conflict',
      code: 'SHIFT_FULL',
      params: { taken: 2, seats: 2 },
      message: 'All seats of this shift are taken (2 of 2). This shift is for a position not held.',
    });
    expect(error.options.violations).toEqual(violations);
  });

  it('needs at least one reason', () => expect(() => refusal('conflict', [])).toThrow(TypeError));
});

it.each([
  [invalid('to', 'INVALID_FIELD.end-before-start'), 'invalid', 'INVALID_FIELD'],
  [invalid('cursor', 'INVALID_CURSOR'), 'invalid', 'INVALID_CURSOR'],
  [notFound('shift'), 'not-found', 'NOT_FOUND'],
  [forbidden('FORBIDDEN'), 'forbidden', 'FORBIDDEN'],
  [forbidden('CROSS_ORIGIN'), 'forbidden', 'CROSS_ORIGIN'],
  [conflict('ALREADY_TAKEN'), 'conflict', 'ALREADY_TAKEN'],
])('%s has its kind and code', (error, kind, code) => expect(error).toMatchObject({ kind, code }));

it('an invalid field is named', () => {
  expect(invalid('hours.0.endsAt', 'INVALID_FIELD.end-before-start').options.violations).toEqual([
    {
      code: 'INVALID_FIELD',
      message: 'The end must lie after the start.',
      params: { rule: 'end-before-start' },
      field: 'hours.0.endsAt',
    },
  ]);
});

it('an error keeps its cause', () => {
  const cause = new Error('below');
  expect(new DomainError('unavailable', refusalText('DATABASE_UNAVAILABLE'), { cause }).cause).toBe(cause);
});
