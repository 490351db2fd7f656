import { conflict, DomainError, forbidden, invalid, notFound, refusal } from './errors.js';

describe('a refusal', () => {
  it('takes its code from the first reason and its message from all', () => {
    const violations = [
      { code: 'SHIFT_FULL', message: 'Full.' },
      { code: 'NOT_QUALIFIED', message: 'Not held.' },
    ];
    const error = refusal('conflict', violations);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ kind: 'conflict', code: 'SHIFT_FULL', message: 'Full. Not held.' });
    expect(error.options.violations).toEqual(violations);
  });

  it('needs a reason', () => expect(() => refusal('conflict', [])).toThrow(TypeError));
});

it.each([
  [invalid('to', 'Too early.'), 'invalid', 'INVALID_FIELD'],
  [invalid('to', 'Too early.', 'TOO_EARLY'), 'invalid', 'TOO_EARLY'],
  [notFound('shift'), 'not-found', 'NOT_FOUND'],
  [forbidden('No.'), 'forbidden', 'FORBIDDEN'],
  [forbidden('No.', 'CROSS_ORIGIN'), 'forbidden', 'CROSS_ORIGIN'],
  [conflict('ALREADY_TAKEN', 'Gone.'), 'conflict', 'ALREADY_TAKEN'],
])('%s is of its kind and code', (error, kind, code) => expect(error).toMatchObject({ kind, code }));

it('an invalid field is named', () => {
  expect(invalid('hours.0.endsAt', 'Odd.').options.violations).toEqual([
    { code: 'INVALID_FIELD', message: 'Odd.', field: 'hours.0.endsAt' },
  ]);
});

it('an error keeps its cause', () => {
  const cause = new Error('below');
  expect(new DomainError('unavailable', 'DOWN', 'Down.', { cause }).cause).toBe(cause);
});
