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
