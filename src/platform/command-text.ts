import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** From the sources and from the build of them; an installed package has no sources. */
const isCheckout = ['../main.ts', '../../../src/main.ts'].some((path) =>
  existsSync(fileURLToPath(new URL(path, import.meta.url))),
);

/** What one types here to run a program: by npm in a checkout, else by the installed command. */
export function commandText(program: 'start' | 'backup' | 'restore' | 'demo', args = ''): string {
  if (!isCheckout) return ['afterhours', program, args].filter(Boolean).join(' ');
  const script = program === 'start' ? 'npm start' : `npm run ${program}`;
  return args ? `${script} -- ${args}` : script;
}
