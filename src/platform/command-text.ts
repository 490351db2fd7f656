import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Checks from the sources and from their build; an installed package has no sources. */
const isCheckout = ['../main.ts', '../../../src/main.ts'].some((path) =>
  existsSync(fileURLToPath(new URL(path, import.meta.url))),
);

/**
 * The command with which a user runs a program here: through npm in a checkout, otherwise the installed
 * command.
 */
export function commandText(
  program: 'start' | 'backup' | 'restore' | 'demo' | 'rotate-secrets',
  args = '',
): string {
  if (!isCheckout) return ['afterhours', program, args].filter(Boolean).join(' ');
  const script = program === 'start' ? 'npm start' : `npm run ${program}`;
  return args ? `${script} -- ${args}` : script;
}
