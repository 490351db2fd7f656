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
  if (structure.childNodes) return structure.childNodes.flatMap((node) => filesIn(node, pattern));
  const { type, part = '1', size = 0 } = structure;
  const name = structure.dispositionParameters?.['filename'] ?? structure.parameters?.['name'];
  const isWanted =
    pattern === undefined
      ? CSV_NAME.test(name ?? '') || CSV_TYPES.has(type)
      : name !== undefined && matchesPattern(name, pattern);
  return isWanted ? [{ part, size }] : [];
}

/** Whether a name is as a pattern says, in which `*` stands for any characters. Case does not matter. */
export function matchesPattern(name: string, pattern: string): boolean {
  const text = name.toLowerCase();
  const [start = '', ...others] = pattern.toLowerCase().split('*');
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

/** Whether an address is the wanted one, or of the wanted domain. */
export const isFrom = (address: string, wanted: string): boolean => {
  const [one, other] = [address.toLowerCase(), wanted.toLowerCase()];
  return other.startsWith('@') ? one.endsWith(other) : one === other;
};
