import type { ComponentType } from 'react';
import type { Source } from '../queries.js';

export type Settings = Readonly<Record<string, unknown>>;

/** How the settings of one kind of source are entered. */
export interface Editor<Draft> {
  kind: Source['kind'];
  /** Without settings, for a new source. */
  draftOf: (settings: Settings) => Draft;
  /** What is sent; null while it cannot be. Secrets that were left empty are left out, so that they stay. */
  settingsOf: (draft: Draft) => Settings | null;
  Fields: ComponentType<{ draft: Draft; onChange: (draft: Draft) => void; isNew: boolean }>;
}

/** Whoever shows an editor gives its own drafts back to it. */
export type AnyEditor = Editor<unknown>;

export const anyEditor = <Draft>(editor: Editor<Draft>): AnyEditor => editor as unknown as AnyEditor;

/** Without what was left empty. */
export const withoutEmpty = (settings: Settings): Settings =>
  Object.fromEntries(
    Object.entries(settings).filter(([, value]) =>
      Array.isArray(value) ? value.length > 0 : value !== '' && value !== undefined,
    ),
  );

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(textOf) : []);
