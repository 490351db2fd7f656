import type { MessageStructureObject } from 'imapflow';

const CSV_NAME = /\.(?:csv|tsv)$/i;
const CSV_TYPES = new Set([
  'text/csv',
  'text/comma-separated-values',
  'text/tab-separated-values',
  'application/csv',
  'text/x-csv',
  'application/x-csv',
]);

/** A file in a message. */
export interface Attachment {
  /** By which it is asked for. */
  part: string;
  /** Of what is sent, in bytes. */
  size: number;
}

/**
 * The files in a message that a source reads: by a pattern of names, otherwise those that are CSV by their name or type. Files
 * in a message that was forwarded as an attachment count too.
 */
export function filesIn(structure: MessageStructureObject, pattern: string | undefined): Attachment[] {
  const { type, part = '1', size = 0 } = structure;
  if (structure.childNodes) {
    const files = structure.childNodes.flatMap((node) => filesIn(node, pattern));
    // `imapflow` numbers the parts of a message that is all of another one as those of the other one.
    const isWhole = type === 'message/rfc822' && structure.part === undefined;
    return isWhole ? files.map((file) => ({ ...file, part: `1.${file.part}` })) : files;
  }
  const name = structure.dispositionParameters?.['filename'] ?? structure.parameters?.['name'];
  const isWanted =
    pattern === undefined
      ? CSV_NAME.test(name ?? '') || CSV_TYPES.has(type)
      : name !== undefined && matchesPattern(name, pattern);
  return isWanted ? [{ part, size }] : [];
}

/** Whether a name is as a pattern says, in which `*` stands for any characters. Case does not matter, nor how accents are written. */
export function matchesPattern(name: string, pattern: string): boolean {
  const text = folded(name);
  const [start = '', ...others] = folded(pattern).split('*');
  const end = others.pop();
  if (end === undefined) return text === start;
  if (!text.startsWith(start)) return false;
  let at = start.length;
  for (const piece of others) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - end.length >= at && text.endsWith(end);
}

/** Programs of macOS send accents as signs of their own. */
const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/** Whether an address is the wanted one, or of the wanted domain. */
export const isFrom = (address: string, wanted: string): boolean => {
  const [one, other] = [address.toLowerCase(), wanted.toLowerCase()];
  return other.startsWith('@') ? one.endsWith(other) : one === other;
};
