import { standardise, type MixCell } from './standardise.js';

const cell = (channel: string, numerator: number, denominator: number): MixCell => ({
  of: { channel },
  numerator,
  denominator,
});

describe('direct standardisation', () => {
  it('gives the pilot the mix of the baseline', () => {
    const baseline = [cell('desk', 8, 80), cell('mail', 10, 20)];
    const pilot = [cell('desk', 5, 50), cell('mail', 25, 50)];
    const { raw, standardised, covered } = standardise(pilot, baseline);
    expect(raw).toBe(0.3);
    expect(standardised).toBeCloseTo(0.8 * 0.1 + 0.2 * 0.5, 12);
    expect(covered).toBe(1);
  });

  it('changes nothing where the mix is the same', () => {
    const baseline = [cell('desk', 3, 40), cell('mail', 7, 60)];
    const pilot = [cell('desk', 9, 80), cell('mail', 11, 120)];
    const { raw, standardised, moved } = standardise(pilot, baseline);
    expect(standardised).toBeCloseTo(raw!, 12);
    expect(moved).toEqual([]);
  });

  it('tells shares that moved by more than five points, not by five', () => {
    const mix = (desk: number): MixCell[] => [cell('desk', 0, desk), cell('mail', 0, 100 - desk)];
    expect(standardise(mix(75), mix(80)).moved).toEqual([]);
    expect(standardise(mix(74), mix(80)).moved).toEqual([
      { dimension: 'channel', value: 'desk', baseline: 0.8, pilot: 0.74 },
      { dimension: 'channel', value: 'mail', baseline: 0.2, pilot: 0.26 },
    ]);
  });

  it('tells shares of each dimension over all others', () => {
    const of = (channel: string, tier: string, denominator: number): MixCell => ({
      of: { channel, tier },
      numerator: 0,
      denominator,
    });
    const baseline = [of('desk', 'library', 50), of('mail', 'campus-it', 50)];
    const pilot = [of('desk', 'campus-it', 50), of('mail', 'library', 50)];
    const { moved, missingInPilot, missingInBaseline, standardised, covered } = standardise(pilot, baseline);
    expect(moved).toEqual([]);
    expect(missingInPilot).toEqual(baseline.map((each) => each.of));
    expect(missingInBaseline).toEqual(pilot.map((each) => each.of));
    expect({ standardised, covered }).toEqual({ standardised: null, covered: 0 });
  });

  it('leaves cells of one phase out, and says how much of the baseline is covered', () => {
    const baseline = [cell('desk', 8, 75), cell('chat', 5, 25)];
    const pilot = [cell('desk', 5, 50), cell('mail', 25, 50)];
    expect(standardise(pilot, baseline)).toMatchObject({
      standardised: 0.1,
      covered: 0.75,
      missingInPilot: [{ channel: 'chat' }],
      missingInBaseline: [{ channel: 'mail' }],
    });
  });

  it('joins cells that agree, whatever the order of their dimensions', () => {
    const pilot = [
      { of: { a: 'x', b: 'y' }, numerator: 1, denominator: 2 },
      { of: { b: 'y', a: 'x' }, numerator: 2, denominator: 4 },
    ];
    expect(standardise(pilot, [pilot[0]!])).toMatchObject({ raw: 0.5, standardised: 0.5, covered: 1 });
  });

  it('is the same whatever the order of the cells', () => {
    const baseline = [cell('desk', 1, 30), cell('mail', 2, 7), cell('chat', 3, 11), cell('', 5, 13)];
    const pilot = [cell('desk', 4, 3), cell('mail', 1, 9), cell('chat', 2, 23), cell('', 8, 70)];
    const expected = standardise(pilot, baseline);
    expect(expected.moved.map(({ value }) => value)).toEqual(['', 'desk']);
    expect(standardise(pilot.toReversed(), baseline.toReversed())).toEqual(expected);
    expect(standardise([...pilot.slice(2), ...pilot.slice(0, 2)], baseline)).toEqual(expected);
  });

  it('has no value without a case', () => {
    expect(standardise([], [cell('desk', 1, 2)])).toMatchObject({ raw: null, standardised: null });
    expect(standardise([cell('desk', 0, 0)], [])).toMatchObject({ raw: null, covered: 0, moved: [] });
  });
});
