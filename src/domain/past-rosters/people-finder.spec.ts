import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { PeopleFinder, type FindablePerson } from './people-finder.js';

const person = (id: string, name: string, changes: Partial<FindablePerson> = {}): FindablePerson => ({
  id,
  name,
  email: `${id}@example.edu`,
  employeeId: null,
  isHere: true,
  ...changes,
});

const finder = new PeopleFinder([
  person('maya', 'Maya Ortiz', { employeeId: 'E-7' }),
  person('sam', 'Sam Lee'),
  person('sam2', 'Sam  lee'),
  person('far', 'Kim Far', { isHere: false }),
  person('kim', 'Kim Near'),
  person('kim2', 'Kim Near', { isHere: false }),
  person('odd', 'kim@example.edu'),
]);

describe('who a roster names', () => {
  it.each<[string, string, ReturnType<PeopleFinder['find']>]>([
    ['by the address', 'maya@example.edu', { id: 'maya' }],
    ['whatever its letters', ' MAYA@Example.edu ', { id: 'maya' }],
    ['by the key of other systems', 'e-7', { id: 'maya' }],
    ['by the name', 'Maya Ortiz', { id: 'maya' }],
    ['by the name turned around', 'Ortiz,  Maya', { id: 'maya' }],
    ['an address before a name', 'kim@example.edu', { id: 'kim' }],
    ['nobody knows which of two', 'Sam Lee', 'several'],
    ['nor which of two of whom one is elsewhere', 'Kim Near', 'several'],
    ['nothing is told of people elsewhere', 'Kim Far', 'unknown'],
    ['nor by their address', 'far@example.edu', 'unknown'],
    ['nobody is called so', 'Maya', 'unknown'],
    ['nobody is called nothing', '', 'unknown'],
  ])('%s', (_name, written, found) => {
    expect(finder.find(written)).toEqual(found);
  });

  it('is never somebody elsewhere, and never one of several', () => {
    const name = fc.constantFrom('A B', 'a b', 'B, A', 'C', 'D');
    const people = fc.array(fc.record({ name, isHere: fc.boolean() }), { maxLength: 8 });
    fc.assert(
      fc.property(people, name, (drawn, written) => {
        const all = drawn.map((one, index) => person(String(index), one.name, { isHere: one.isHere }));
        const found = new PeopleFinder(all).find(written);
        if (typeof found === 'string') return;
        const same = (text: string): boolean => ['A B', 'a b', 'B, A'].includes(text);
        const alike = all.filter((one) => one.name === written || (same(one.name) && same(written)));
        expect(alike).toEqual([expect.objectContaining({ id: found.id, isHere: true })]);
      }),
      { seed: 20260302, numRuns: runs(300) },
    );
  });
});
