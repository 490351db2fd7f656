import { html } from '../../../../platform/html.js';
import { failed, type SourceHttp } from '../../source-http.js';
import type { OpenedTicket, TicketDraft, TicketOpening } from '../../ticket-source.js';
import { refusedTicket, REFUSING } from '../refused-ticket.js';
import { firstAt, jsonPath, listAt } from './json-path.js';
import { requestOf, withValues } from './list-requests.js';
import type { SourceNoteDto, SourceOpenDto } from './opening.dto.js';
import type { DeclarativeSettingsDto } from './settings.dto.js';

/** Opens tickets as a description tells how. */
export class DeclarativeOpening implements TicketOpening {
  private readonly newId: ReturnType<typeof jsonPath>;
  private readonly found: ReturnType<typeof jsonPath>;
  private readonly foundId: ReturnType<typeof jsonPath>;
  readonly note?: NonNullable<TicketOpening['note']>;

  constructor(
    private readonly http: SourceHttp,
    private readonly how: SourceOpenDto,
    private readonly settings: Pick<DeclarativeSettingsDto, 'fields' | 'ticketUrl'>,
  ) {
    this.newId = jsonPath(how.id);
    this.found = jsonPath(how.find.items);
    this.foundId = jsonPath(settings.fields.externalId);
    const { note } = how;
    if (note)
      this.note = (id, text, signal) => this.send(note, { id, note: text, html: asHtml(text) }, signal);
  }

  async open({ workstation, category, ...draft }: TicketDraft, signal: AbortSignal): Promise<OpenedTicket> {
    const values = {
      ...draft,
      html: asHtml(draft.text),
      workstation: workstation ?? '',
      category: category ?? '',
      priority: this.how.priorities?.[draft.priority] ?? draft.priority,
    };
    const asked = requestOf({ path: this.how.path, body: this.how.body, method: 'POST' }, values);
    const answer = await this.http.send({ ...asked, isRead: false, accepts: [...REFUSING, 403] }, signal);
    if (answer.status >= 400) throw refusedTicket(answer);
    const id = textOf(firstAt(this.newId, this.http.parse(answer.text)));
    if (id === null) throw failed('settings', 'SOURCE_ANSWER.no-id', { path: this.how.id });
    return this.openedOf(id);
  }

  async find(reference: string, signal: AbortSignal): Promise<OpenedTicket | null> {
    const { find } = this.how;
    const answer = this.http.parse((await this.http.send(requestOf(find, { reference }), signal)).text);
    const items = listAt(this.found, answer);
    if (items === null) throw failed('settings', 'SOURCE_ANSWER.no-list', { path: find.items });
    for (const item of items) {
      // Searches find what is alike, too.
      const id = JSON.stringify(item).includes(reference) ? textOf(firstAt(this.foundId, item)) : null;
      if (id !== null) return this.openedOf(id);
    }
    return null;
  }

  private async send(
    { method = 'POST', path, body }: SourceNoteDto,
    values: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<void> {
    const asked = requestOf({ path, body, method: 'POST' }, values);
    const answer = await this.http.send(
      { ...asked, method, isRead: false, accepts: [...REFUSING, 403] },
      signal,
    );
    if (answer.status >= 400) throw refusedTicket(answer);
  }

  private openedOf(externalId: string): OpenedTicket {
    const { ticketUrl } = this.settings;
    const values = { id: externalId };
    return {
      externalId,
      externalUrl: ticketUrl === undefined ? null : withValues(ticketUrl, values, encodeURIComponent),
    };
  }
}

const asHtml = (text: string): string => html`${text}`.text.replaceAll('\n', '<br>');

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) || null : null;
