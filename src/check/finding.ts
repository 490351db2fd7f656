/** What was found out about one thing; `note` is worth knowing and stops nothing. */
export interface Finding {
  verdict: 'ok' | 'note' | 'FAILED';
  about: string;
  text: string;
}

export const ok = (about: string, text: string): Finding => ({ verdict: 'ok', about, text });
export const note = (about: string, text: string): Finding => ({ verdict: 'note', about, text });
export const failed = (about: string, text: string): Finding => ({ verdict: 'FAILED', about, text });

export const lineOf = ({ verdict, about, text }: Finding): string =>
  `${verdict.padEnd(7)} ${about.padEnd(13)} ${text.replaceAll(/\s*\n\s*/g, ' ')}`;
