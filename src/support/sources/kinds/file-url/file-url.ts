import { createHash } from 'node:crypto';
import { inZone } from '../../../../domain/iso-text.js';
import { refusalText, type RefusalText } from '../../../../domain/refusals/refusal-text.js';
import { isOfCounts } from '../../../imports/mapping.dto.js';
import { latestLogged } from '../../../logged-times.js';
import type { SourceHttp } from '../../source-http.js';
import type { Cursor, Sample, TicketPage, TicketSource, ToldCount } from '../../ticket-source.js';
import { download, type Download, type Validators } from './file-download.js';
import { openLineOf, readFile } from './file-reader.js';
import { latestOf } from './latest.js';
import type { FileUrlSettingsDto } from './settings.dto.js';

export const FILE_PER_MINUTE = 60;
const PAGE = 500;

/**
 * The file that was read last. All parts are missing where a file is to be read in any case; what its server told of it is
 * missing while it is in hand.
 */
interface Position extends Validators {
  /** Tells addresses apart. An address is a secret, so it is not stored here. */
  address?: string;
  /** Missing when its last line was not taken. */
  sha256?: string;
  /** Of a file that is in hand: how many of its tickets are stored. */
  at?: number;
  /** It is the first one since the settings changed. */
  isFirst?: boolean;
  /** The last line, when no line break ended it. */
  lastLine?: string;
}

/**
 * A CSV file at an address. A ticket that is no longer in the file stays as it is stored: such files often hold the last
 * weeks only. A last line without a line break may be half, because its system is still writing; it is taken when it is the
 * same the next time.
 */
export class FileUrlSource implements TicketSource {
  readonly isFinal?: true;
  private readonly address: string;

  constructor(
    private readonly http: SourceHttp,
    private readonly settings: FileUrlSettingsDto,
    private readonly tools: { clock: { now(): number }; zone: () => Promise<string> },
  ) {
    this.address = digestOf(settings.url).slice(0, 16);
    // Nobody looks for counts that are not listed any more.
    if (isOfCounts(settings.mapping)) this.isFinal = true;
  }

  async check(signal: AbortSignal): Promise<Sample> {
    const file = await this.download({}, signal);
    const { tickets, counts } = await this.read(file!.bytes, false);
    const found = isOfCounts(this.settings.mapping) && foundCounts(counts, await this.zone());
    return { tickets: latestOf(tickets), ...(found && { found }) };
  }

  /** A file has no order of changes, so all of it is read. */
  cursorAt(): Cursor {
    return {};
  }

  async *changes(cursor: Cursor | null, signal: AbortSignal): AsyncGenerator<TicketPage, void, void> {
    const position = this.positionOf(cursor);
    const file = await this.download(position, signal);
    if (!file) return;
    const { bytes, sha256, validators } = file;
    const isSame = sha256 === position.sha256;
    if (isSame && position.at === undefined) return;
    const isFirst = cursor === null || (isSame && position.isFirst === true);
    const lineStart = openLineOf(bytes);
    const lastLine = lineStart < bytes.length ? digestOf(bytes.subarray(lineStart)) : undefined;
    const isTaken = lastLine === undefined || lineStart === 0 || lastLine === position.lastLine;
    const { tickets, counts, doubts } = await this.read(
      isTaken ? bytes : bytes.subarray(0, lineStart),
      !isFirst,
    );
    const { address } = this;
    const begin = isSame ? position.at! : 0;
    // Of a file that holds the ones, the other list is empty.
    const total = tickets.length + counts.length;
    for (let at = begin; at === begin || at < total; at += PAGE) {
      const next = at + PAGE;
      const behind: Position =
        next < total
          ? { address, sha256, at: next, ...(isFirst && { isFirst }), ...(lastLine && { lastLine }) }
          : { address, ...(isTaken ? { sha256, ...validators } : {}), ...(lastLine && { lastLine }) };
      yield {
        tickets: tickets.slice(at, next),
        unchanged: [],
        counts: counts.slice(at, next),
        doubts: at === 0 ? doubts : [],
        cursor: { ...behind },
        remaining: Math.max(0, total - next),
      };
    }
  }

  /** What is known of a file at another address says nothing about this one. */
  private positionOf(cursor: Cursor | null): Position {
    const position = (cursor ?? {}) as Position;
    return position.address === this.address ? position : {};
  }

  private download(known: Validators, signal: AbortSignal): Promise<Download | null> {
    const { url, auth } = this.settings;
    const hasCredentials = auth !== undefined && auth.kind !== 'none';
    return download(this.http, { url, hasCredentials }, known, signal);
  }

  private async zone(): Promise<string> {
    return this.settings.mapping.timeZone ?? (await this.tools.zone());
  }

  private async read(bytes: Buffer, isPart: boolean): ReturnType<typeof readFile> {
    const zone = await this.zone();
    return readFile(bytes, this.settings.mapping, {
      zone,
      latest: latestLogged(this.tools.clock.now()),
      isPart,
    });
  }
}

/** What there is to see of counts, which have no sample. */
export function foundCounts(counts: readonly ToldCount[], zone: string): RefusalText {
  const latest = counts.reduce((most, { at }) => Math.max(most, at), 0);
  if (counts.length === 0) return refusalText('SOURCE_CHECKED.no-counts');
  return refusalText('SOURCE_CHECKED.counts', { counts: counts.length, at: inZone(latest, zone) });
}

const digestOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
