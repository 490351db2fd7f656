import { parseHTML } from 'linkedom';
import { WRITER } from '../pilots/brief/brief-words.js';
import { overTimePlot } from './over-time.js';
import { OVER_TIME, overTimeOf, type DrawnItem, type DrawnMark, type DrawnPilot } from './pilot-plots.js';

const drawn = OVER_TIME.find(({ key }) => key === 'requests')!;
const FRAME = { left: 48, right: 638 };

const item = (phase: 'baseline' | 'pilot', from: string, to: string, value: number | null = 1): DrawnItem =>
  ({
    phase,
    from: `${from}T00:00:00-05:00`,
    to: `${to}T00:00:00-05:00`,
    partial: true,
    excluded: false,
    requestsPerOpenHour: value,
  }) as unknown as DrawnItem;

function plotOf(
  pilot: Partial<DrawnPilot>,
  end: string,
  items: readonly DrawnItem[],
  marks: readonly DrawnMark[] = [],
): string {
  const whole: DrawnPilot = {
    baseline: { from: '2026-05-16', to: '2026-05-30' },
    pilot: { from: '2026-05-30', to: '2026-07-25' },
    exclusions: [],
    targets: [],
    ...pilot,
  };
  const what = overTimeOf(drawn, items, whole, { bucket: 'week', end, writer: WRITER, marks });
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  return overTimePlot(what, { width: 700, document }, 96).outerHTML;
}

/** The middle of each dot, in pixels. */
function dotsOf(svg: string): number[] {
  const [, dots = ''] = /<g[^>]*class="plot-dots-0"[^>]*>([\s\S]*?)<\/g>/.exec(svg) ?? [];
  return [...dots.matchAll(/<circle[^>]* cx="([-\d.]+)"|<path[^>]*transform="translate\(([-\d.]+),/g)].map(
    (found) => Number(found[1] ?? found[2]),
  );
}

describe('a plot over time', () => {
  it('puts a week that its phase cuts into the frame, and into its own phase', () => {
    const svg = plotOf({}, '2026-06-09', [
      item('baseline', '2026-05-11', '2026-05-18'),
      item('pilot', '2026-05-25', '2026-06-01'),
      item('pilot', '2026-06-08', '2026-06-15'),
    ]);
    const [first, second, third] = dotsOf(svg) as [number, number, number];
    const start = FRAME.left + (14 / 24) * (FRAME.right - FRAME.left);
    expect(first).toBeGreaterThanOrEqual(FRAME.left);
    expect(second).toBeGreaterThanOrEqual(start);
    expect(third).toBeLessThanOrEqual(FRAME.right);
  });

  it('has a line for each work, with its words where there is room, and tells all of them to who does not see it', () => {
    const work = (date: string, reason: string, withdrawnBecause: string | null = null): DrawnMark => ({
      startsAt: `${date}T22:00:00-05:00`,
      reason,
      withdrawnBecause,
    });
    const svg = plotOf(
      {},
      '2026-07-25',
      [item('pilot', '2026-06-01', '2026-06-08')],
      [
        work('2026-07-20', 'New switches'),
        work('2026-06-10', 'New cables'),
        work('2026-06-10', 'New cables'),
        work('2026-06-11', 'New disks in all workstations'),
        work('2026-06-20', 'Flood', 'No flood'),
      ],
    );
    expect(svg).toContain(
      'Maintenance: New cables, 10 Jun 2026; New disks in all workstations, 11 Jun 2026; New switches, 20 Jul 2026.',
    );
    const [, lines = ''] = /<g[^>]*class="plot-works"[^>]*>([\s\S]*?)<\/g>/.exec(svg) ?? [];
    expect(lines.match(/<line/g)).toHaveLength(3);
    expect(svg).toContain('>New cables</text>');
    expect(svg).not.toMatch(/>New disks[^<]*<.text>/);
    expect(svg).toContain('>New switches</text>');
  });

  it('has no dot and no line where nothing was measured', () => {
    const svg = plotOf({}, '2026-07-25', [
      item('pilot', '2026-06-01', '2026-06-08'),
      item('pilot', '2026-06-08', '2026-06-15', null),
      item('pilot', '2026-06-15', '2026-06-22'),
    ]);
    expect(dotsOf(svg)).toHaveLength(2);
    const [, line = ''] = /class="plot-line-0"[^>]*>([\s\S]*?)<\/g>/.exec(svg) ?? [];
    expect(line).not.toMatch(/[0-9]L/);
  });

  it('writes the year where it changes, and says what is not drawn', () => {
    const svg = plotOf(
      {
        baseline: { from: '2024-09-02', to: '2024-12-16' },
        pilot: { from: '2026-09-01', to: '2026-12-16' },
      },
      '2026-12-16',
      [item('baseline', '2024-09-02', '2024-09-09')],
    );
    const labels = [...svg.matchAll(/<text[^>]*>(\d+ [A-Z][a-z]+(?: \d{4})?)<\/text>/g)].map(
      ([, label]) => label,
    );
    expect(labels).toContain('1 Oct 2024');
    expect(labels.filter((label) => label!.endsWith('2026'))).toHaveLength(1);
    expect(svg).toContain('610 days not drawn');
    expect(svg).toMatch(/aria-label="[^"]*610 days not drawn\."/);
  });

  it('marks the start, shades what is left out, and draws a target over the pilot once for each value', () => {
    const target = { metric: 'requestsPerOpenHour', comparison: 'at-least', value: 2 } as const;
    const svg = plotOf(
      { exclusions: [{ from: '2026-06-10', to: '2026-06-12' }], targets: [target, target] },
      '2026-07-25',
      [item('pilot', '2026-06-01', '2026-06-08')],
    );
    expect(svg).toMatch(/class="plot-start"/);
    expect(svg).toMatch(/class="plot-excluded"[^>]*><rect/);
    expect(svg.match(/target at least 2/g)).toHaveLength(1);
    expect(svg).not.toMatch(/<g[^>]*aria-label/);
  });
});
