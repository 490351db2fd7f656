/** `Mon–Thu`, `Mon, Wed` or `Sun–Tue, Fri`: three or more in a row as a range, in the order of the week. */
export function weekdaysText(
  weekdays: readonly number[],
  weekStartsOn: number,
  nameOf: (weekday: number) => string,
): string {
  const places = weekdays.map((weekday) => (weekday - weekStartsOn + 7) % 7).sort((a, b) => a - b);
  const runs: number[][] = [];
  for (const place of places) {
    const run = runs.at(-1);
    if (run?.at(-1) === place - 1) run.push(place);
    else runs.push([place]);
  }
  const name = (place: number): string => nameOf(((place + weekStartsOn - 1) % 7) + 1);
  return runs
    .map((run) => (run.length < 3 ? run.map(name).join(', ') : `${name(run[0]!)}–${name(run.at(-1)!)}`))
    .join(', ');
}
