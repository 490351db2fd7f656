/** The result of one check; a `note` is information and does not stop the server. */
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
