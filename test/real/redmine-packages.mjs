import { existsSync } from 'node:fs';

/** What Debian's packages bring. */
const PACKAGES = {
  redmine: '/usr/share/redmine/config.ru',
  'redmine-sqlite': '/usr/share/doc/redmine-sqlite',
  puma: '/usr/bin/puma',
};

/** Why a real Redmine cannot be started; null when it can. */
export function whyNoRedmine() {
  const missing = Object.entries(PACKAGES).filter(([, path]) => !existsSync(path));
  const names = missing.map(([name]) => name).join(', ');
  return missing.length === 0
    ? null
    : `the Debian packages ${names} are missing: apt-get install --no-install-recommends ${names}`;
}
