/** Supported text encodings of files. */
export const ENCODINGS = ['utf-8', 'utf-16', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const isLittleEndian = ([first, second]: Uint8Array): boolean => first === 0xff && second === 0xfe;
const isBigEndian = ([first, second]: Uint8Array): boolean => first === 0xfe && second === 0xff;
const hasUtf8Mark = (start: Uint8Array): boolean =>
  start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;

/**
 * Detects an encoding from the first bytes of a file and from whether all of it is valid UTF-8. UTF-16: a
 * byte order mark, or a zero in one of the first two bytes. UTF-8: a mark, or all of it is valid. Otherwise
 * Windows-1252.
 */
export function encodingOf(start: Uint8Array, isUtf8: boolean): Encoding {
  if (isLittleEndian(start) || isBigEndian(start)) return 'utf-16';
  if (start.length > 1 && (start[0] === 0) !== (start[1] === 0)) return 'utf-16';
  return isUtf8 || hasUtf8Mark(start) ? 'utf-8' : 'windows-1252';
}

/** The encoding with its byte order, as a TextDecoder names it. */
export type Charset = Exclude<Encoding, 'utf-16'> | 'utf-16le' | 'utf-16be';

/** The charset of a file with an encoding, from its first two bytes. */
export function charsetOf(encoding: Encoding, start: Uint8Array): Charset {
  if (encoding !== 'utf-16') return encoding;
  return isBigEndian(start) || (start[0] === 0 && start[1] !== 0) ? 'utf-16be' : 'utf-16le';
}

/** Checks bytes for valid UTF-8, piece by piece. */
export class Utf8Watch {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  /** Whether all bytes so far are valid; the last letter may still be incomplete. */
  isValid = true;

  add(bytes: Uint8Array): void {
    if (this.isValid) this.isValid = this.takes(() => this.decoder.decode(bytes, { stream: true }));
  }

  /** The final result; call it once, at the end. */
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
