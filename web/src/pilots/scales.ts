/** Ends and steps of a plot's axes. The values stay as the server sends them. */

/** The marks of a count or duration axis, from 0 to at least `most`, in steps that are easy to read. */
export function marksTo(most: number, { areWhole = false } = {}): number[] {
  const least = most > 0 ? most / 4 : 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const even = power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9))!;
  const step = areWhole ? Math.ceil(even) : even;
  const count = Math.max(1, Math.ceil(most / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}

/** Runs of values without a gap. A line is drawn within each run, not between two. */
export function runsOf<Point extends { value: number | null }>(
  points: readonly Point[],
): (Point & { value: number })[][] {
  const runs: (Point & { value: number })[][] = [];
  let run: (Point & { value: number })[] | null = null;
  for (const point of points) {
    if (point.value === null) {
      run = null;
      continue;
    }
    if (!run) runs.push((run = []));
    run.push({ ...point, value: point.value });
  }
  return runs;
}

/** Which of `count` places get a label when there is space for `room`: evenly spread, including the first. */
export const labelledOf = (count: number, room: number): number[] => {
  const step = Math.max(1, Math.ceil(count / Math.max(1, room)));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
};
