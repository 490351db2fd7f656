import fc from 'fast-check';
import { runs } from '../../test/support/property-runs.js';
import { givenBack, handedOver, withdrawn, type HandOver } from './hand-over.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 9, 26, 17, minute));
const told: HandOver = { tier: 'library', escalatedAt: null, tierByHand: false, escalatedByHandAt: null };

describe('the hand-over of a request', () => {
  it('is kept here when another system tells the request, and only then', () => {
    const logged = handedOver(told, false, at(5));
    expect(logged).toEqual({ ...told, tier: 'campus-it', escalatedAt: at(5) });
    const collected = handedOver(told, true, at(5));
    expect(collected).toEqual({
      tier: 'campus-it',
      escalatedAt: at(5),
      tierByHand: true,
      escalatedByHandAt: at(5),
    });
    expect(givenBack(collected)).toEqual({ ...collected, tier: 'library', tierByHand: false });
    expect(withdrawn(collected)).toEqual(told);
  });

  it('that its own system told stays when one from here is withdrawn', () => {
    const before = { ...told, escalatedAt: at(1) };
    const after = handedOver(before, true, at(5));
    expect(after).toMatchObject({ escalatedAt: at(1), escalatedByHandAt: at(5) });
    expect(withdrawn(after)).toEqual(before);
  });

  it('has the time of the first one however often it goes to and fro, and is never lost by giving it back', () => {
    const minutes = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(minutes, fc.option(fc.nat({ max: 50 })), (steps, own) => {
        let request: HandOver = { ...told, escalatedAt: own === null ? null : at(own) };
        for (const minute of steps.toSorted((a, b) => a - b)) {
          request = handedOver(request, true, at(minute));
          expect(request).toMatchObject({ tier: 'campus-it', tierByHand: true });
          request = givenBack(request);
        }
        expect(request).toEqual({
          tier: 'library',
          tierByHand: false,
          escalatedAt: at(own ?? Math.min(...steps)),
          escalatedByHandAt: at(Math.min(...steps)),
        });
      }),
      { seed: 17, numRuns: runs(300) },
    );
  });
});
