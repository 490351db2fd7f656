const skips = [];
const LINE = '!'.repeat(80);

/** Makes skipped tests visible, so that nobody thinks they passed. */
export function skip(what, why) {
  skips.push(`!! SKIPPED: ${what}\n!! because ${why}\n`);
  process.stderr.write(`\n${LINE}\n${skips.at(-1)}${LINE}\n`);
}

/** Tells at the end what was skipped. Returns how many times. */
export function repeatSkips() {
  if (skips.length > 0) process.stderr.write(`\n${LINE}\n${skips.join('')}${LINE}\n`);
  return skips.length;
}
