import { DomainError } from '../../../../domain/errors.js';
import { Utf8Watch } from '../../../../domain/tables/encoding.js';
import { fileRecords } from '../../../imports/file-records.js';
import type { FileMapping } from '../../../imports/mapping.dto.js';
import { HEADER_BYTES, settleReading, type Reading } from '../../../imports/reading.js';
import type { RecordStream, Refusal } from '../../../imports/record-stream.js';
import { failed } from '../../source-http.js';
import { SourceError, type Doubt } from '../../ticket-source.js';
import { Cases } from './cases.js';
import { Counts } from './counts.js';
import { piecesOf } from './file-download.js';
import { Rows } from './rows.js';
import type { Gathering, Told } from './told.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** How a file is read besides its mapping. */
export interface FileContext {
  zone: string;
  /** The latest possible time, in epoch milliseconds. */
  latest: number;
  /** Whether cases may have had events that are not in the file any more. */
  isPart: boolean;
}

export interface FileContent extends Pick<Told, 'tickets' | 'counts'> {
  doubts: Doubt[];
}

/** The tickets or counts of a file, and what was noticed. Throws SourceError. */
export async function readFile(
  bytes: Buffer,
  mapping: FileMapping,
  { zone, latest, isPart }: FileContext,
): Promise<FileContent> {
  const open = (): AsyncIterable<Buffer> => piecesOf(bytes);
  const reading = await settled(bytes, mapping, open);
  const stream = fileRecords({ mapping, reading, open }, { zone, latest });
  const gathering = gatheringOf(stream, isPart);
  const doubts: Doubt[] = stream.doubts.map(ofTheFile);
  let refused: { line: number; refusal: Refusal } | null = null;
  for await (const item of stream.items()) {
    const externalId = `line ${item.line}`;
    for (const reason of item.doubts) doubts.push({ externalId, reason: textOf(reason), isTaken: true });
    if (item.refusal) {
      refused ??= { line: item.line, refusal: item.refusal };
      doubts.push({ externalId, reason: textOf(item.refusal) });
    }
    for (const record of item.records) gathering.add(record);
  }
  const { tickets, counts, repeated } = gathering.told();
  if (tickets.length + counts.length === 0 && refused)
    throw failed('settings', 'SOURCE_FILE.no-line', { line: refused.line, why: refused.refusal.message });
  doubts.push(...stream.unseen().map(ofTheFile), ...repeated);
  return { tickets, counts, doubts };
}

function gatheringOf({ kind, tells, columns }: RecordStream, isPart: boolean): Gathering {
  if (kind === 'counts') return new Counts();
  return kind === 'events' ? new Cases(new Set(tells), isPart) : new Rows(columns);
}

/** Where the last line begins that no line break ends; the length of the file when there is none. */
export function openLineOf(bytes: Buffer): number {
  const end = Math.max(bytes.lastIndexOf(LINE_FEED), bytes.lastIndexOf(CARRIAGE_RETURN)) + 1;
  // In UTF-16 a line break may have a second byte.
  const start = bytes[end] === 0 ? end + 1 : end;
  return Math.min(start, bytes.length);
}

async function settled(
  bytes: Buffer,
  mapping: FileMapping,
  open: () => AsyncIterable<Buffer>,
): Promise<Reading> {
  const utf8 = new Utf8Watch();
  for await (const piece of open()) utf8.add(piece);
  try {
    return await settleReading(mapping, { start: bytes.subarray(0, HEADER_BYTES), isUtf8: utf8.end(), open });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message, params } = error;
    // While its system writes a file, it may be empty, or hold half a header.
    const isBegun = openLineOf(bytes) === 0;
    throw new SourceError(isBegun ? 'temporary' : 'settings', { code, message, ...(params && { params }) });
  }
}

const textOf = ({ code, message }: Refusal): Refusal => ({ code, message });

const ofTheFile = (reason: Refusal): Doubt => ({
  externalId: 'file',
  reason: textOf(reason),
  isTaken: true,
});
