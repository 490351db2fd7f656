import { ACTIVE_STATUSES } from '../../domain/seats.js';
import { isActive } from './active-claims.js';

it('names in SQL exactly the statuses of an active claim', () => {
  const [, listed = ''] = /\bIN \((.*)\)$/.exec(isActive('c')) ?? [];
  expect(listed.split(', ').map((status) => status.slice(1, -1))).toEqual([...ACTIVE_STATUSES]);
});
