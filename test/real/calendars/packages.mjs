import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PYTHON = '/usr/bin/python3';
const RADICALE = '/usr/bin/radicale';

/** Why no calendar can be read by other programs; null when it can. */
export function whyNoCalendars() {
  const hasReader = existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import icalendar']).status === 0;
  return hasReader && existsSync(RADICALE)
    ? null
    : 'a Debian package is missing: apt-get install --no-install-recommends radicale python3-icalendar';
}
