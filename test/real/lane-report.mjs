/** Makes skipped tests visible, so that nobody thinks they passed. */
export function skip(what, why) {
  const line = '!'.repeat(80);
  process.stderr.write(`\n${line}\n!! SKIPPED: ${what}\n!! because ${why}\n${line}\n`);
}
