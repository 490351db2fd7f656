import { refusalText, type RefusalText } from '../../../../domain/refusals/refusal-text.js';
import type { FileMapping } from '../../../imports/mapping.dto.js';
import { failed } from '../../source-http.js';
import { SourceError } from '../../ticket-source.js';
import { MEGABYTES, MOST_FILE_BYTES, refuseOtherFormats } from '../file-url/file-download.js';
import { readFile, type FileContent, type FileContext } from '../file-url/file-reader.js';
import { filesIn, type Attachment } from './attachments.js';
import type { MailFolder, MessageHead } from './mail-folder.js';

const MOST_FILES = 20;
/** Base64 makes a third more of a file, and quoted-printable three times as much. */
const MOST_SENT_FOR_BYTE = 3.2;

export interface MessageReading {
  mapping: FileMapping;
  context: FileContext;
  fileName: string | undefined;
  /** What a message is called in remarks. */
  label: string;
}

/** In the order of the files; of files that cannot be read, no tickets and counts. */
export interface ReadMessage extends FileContent {
  /** How many of its files could be read. */
  readable: number;
  /** Why the first of its other files could not. */
  refused: RefusalText | null;
}

/** Reads the files of a message. Throws SourceError when the server does not answer. */
export async function readMessage(
  folder: MailFolder,
  { uid, structure }: MessageHead,
  { mapping, context, fileName, label }: MessageReading,
): Promise<ReadMessage> {
  const files = structure ? filesIn(structure, fileName) : [];
  const read: ReadMessage = { tickets: [], counts: [], doubts: [], readable: 0, refused: null };
  for (const [index, file] of files.slice(0, MOST_FILES).entries()) {
    const place = files.length === 1 ? label : `${label}, file ${index + 1}`;
    const outcome = await readOne(folder, uid, file, mapping, context);
    if ('reason' in outcome) {
      read.refused ??= outcome.reason;
      read.doubts.push({ externalId: place, reason: outcome.reason });
      continue;
    }
    read.readable++;
    read.tickets = [...read.tickets, ...outcome.tickets];
    read.counts = [...read.counts, ...outcome.counts];
    for (const doubt of outcome.doubts)
      read.doubts.push({ ...doubt, externalId: `${place}, ${doubt.externalId}` });
  }
  if (files.length === 0)
    read.doubts.push({ externalId: label, reason: refusalText('MAILBOX_MESSAGE'), isTaken: true });
  if (files.length > MOST_FILES)
    read.doubts.push({
      externalId: label,
      reason: refusalText('MAILBOX_MESSAGE.too-many-files', { most: MOST_FILES }),
    });
  return read;
}

async function readOne(
  folder: MailFolder,
  uid: number,
  { part, size }: Attachment,
  mapping: FileMapping,
  context: FileContext,
): Promise<FileContent | { reason: RefusalText }> {
  try {
    if (size > MOST_FILE_BYTES * MOST_SENT_FOR_BYTE)
      throw failed('settings', 'SOURCE_FILE.too-large', { megabytes: MEGABYTES });
    const bytes = await folder.file(uid, part);
    if (!bytes) return { reason: refusalText('MAILBOX_MESSAGE.file-gone') };
    refuseOtherFormats(bytes);
    return await readFile(bytes, mapping, context);
  } catch (error) {
    if (!(error instanceof SourceError) || !isOfFile(error)) throw error;
    return { reason: inMail(error.reason) };
  }
}

/** Nobody has to sign in to an attachment. */
const inMail = (reason: RefusalText): RefusalText =>
  reason.code === 'SOURCE_FILE' && reason.params?.['rule'] === 'web-page'
    ? refusalText('MAILBOX_MESSAGE.web-page')
    : reason;

/** Whether a failure is about the content of a file, so that others can still be read. */
const isOfFile = ({ reason: { code } }: SourceError): boolean =>
  !['SOURCE_UNREACHABLE', 'SOURCE_MAILBOX'].includes(code);
