/** How a file's letters are written as bytes. */
export const ENCODINGS = ['utf-8', 'utf-16', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const isLittleEndian = ([first, second]: Uint8Array): boolean => first === 0xff && second === 0xfe;
const isBigEndian = ([first, second]: Uint8Array): boolean => first === 0xfe && second === 0xff;
const hasUtf8Mark = (start: Uint8Array): boolean =>
  start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;

/**
 * The encoding that a file's first bytes tell, and whether all of it is valid UTF-8: UTF-16 by its byte order mark, or
 * by a zero in one of its first two bytes; UTF-8 where all is valid or a mark says so; otherwise Windows-1252.
 */
export function encodingOf(start: Uint8Array, isUtf8: boolean): Encoding {
  if (isLittleEndian(start) || isBigEndian(start)) return 'utf-16';
  if (start.length > 1 && (start[0] === 0) !== (start[1] === 0)) return 'utf-16';
  return isUtf8 || hasUtf8Mark(start) ? 'utf-8' : 'windows-1252';
}

/** The same with the order of a pair of bytes, as a TextDecoder names it. */
export type Charset = Exclude<Encoding, 'utf-16'> | 'utf-16le' | 'utf-16be';

/** The charset of a file in an encoding, by its first two bytes. */
export function charsetOf(encoding: Encoding, start: Uint8Array): Charset {
  if (encoding !== 'utf-16') return encoding;
  return isBigEndian(start) || (start[0] === 0 && start[1] !== 0) ? 'utf-16be' : 'utf-16le';
}

/** Watches bytes go by, piece by piece, for one that is not valid UTF-8. */
export class Utf8Watch {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  /** Whether all of it was so far, the last letter perhaps being cut. */
  isValid = true;

  add(bytes: Uint8Array): void {
    if (this.isValid) this.isValid = this.takes(() => this.decoder.decode(bytes, { stream: true }));
  }

  /** Whether all of it was; asked once, at the end. */
  end(): boolean {
    return this.isValid && this.takes(() => this.decoder.decode());
  }

  private takes(decode: () => string): boolean {
    try {
      decode();
      return true;
    } catch (error) {
      if ((error as Error).name !== 'TypeError') throw error;
      return false;
    }
  }
}
