import type { DescriptionParameterDto } from './descriptions.dto.js';
import type { SourceDescription } from './description.js';

/** What a search answers at most. Its usual number is 300. */
const MOST = 1_000;

const numberOf = (name: string, label: string, hint: string, example: string): DescriptionParameterDto => ({
  name,
  isOptional: true,
  isForOpening: true,
  isNumber: true,
  label,
  hint,
  example,
});

/** TDAdmin shows them in its lists of types, accounts, statuses, priorities and groups. */
const OPENING_NUMBERS = [
  numberOf(
    'campusItGroupId',
    'Number of that group',
    'New tickets are given to it. TDAdmin shows it under Groups.',
    '601',
  ),
  numberOf(
    'typeId',
    'Number of the ticket type',
    'Of new tickets. The administration of the ticketing application lists the types.',
    '13',
  ),
  numberOf(
    'accountId',
    'Number of the account',
    'The department that new tickets belong to: the library. TDAdmin shows it under Acct/Depts.',
    '77',
  ),
  numberOf(
    'statusId',
    'Number of the status',
    'That new tickets have, such as New. The administration of the ticketing application lists the statuses.',
    '52',
  ),
  numberOf(
    'priorityId',
    'Number of the priority',
    'That new tickets have. What was chosen here stands in the text of the ticket.',
    '21',
  ),
];

/**
 * TeamDynamix, the tickets of one ticketing application.
 *
 * - https://solutions.teamdynamix.com/TDWebApi/ : a token (JWT) as text, good for 24 hours, sent as `Bearer`; a 401 when
 *   it has run out; 429 beyond a method’s limit.
 * - https://solutions.teamdynamix.com/TDWebApi/Home/section/Tickets: the search, and one ticket, 60 calls a minute each for
 *   one address.
 * - https://solutions.teamdynamix.com/TDWebApi/Home/type/TeamDynamix.Api.Tickets.TicketSearch: its filters. There are no
 *   pages, no order and no total.
 * - https://solutions.teamdynamix.com/TDWebApi/Home/member/TeamDynamix.Api.Tickets.TicketSearch.MaxResults: more than this number is
 *   cut without a word; 300 if nothing is said.
 * - https://solutions.teamdynamix.com/TDWebApi/Home/member/TeamDynamix.Api.Tickets.TicketSearch.UpdatedDateFrom: only about
 *   changes of the status, so `ModifiedDateFrom` is what is needed.
 * - https://solutions.teamdynamix.com/TDWebApi/Home/member/TeamDynamix.Api.Statuses.StatusClass.Completed: class 3.
 * - https://solutions.teamdynamix.com/TDWebApi/Home/member/TeamDynamix.Api.Issues.Issue.DateFlagged: an empty date is
 *   0001-01-01.
 *
 * - https://solutions.teamdynamix.com/TDWebApi/Home/type/TeamDynamix.Api.Tickets.Ticket: what a new ticket needs; numbers of the
 *   type, the account, the status and the priority, the UID of the requestor. A title has at most 300 letters.
 * - https://solutions.teamdynamix.com/TDWebApi/Home/member/TeamDynamix.Api.Tickets.TicketSearch.SearchText: it searches in titles, too.
 *
 * Not promised: a thousand tickets and more that all changed in one second and were all opened in one second. They are
 * refused (SOURCE_SPAN_FULL). Not told: mergers. Cancelled tickets count as not resolved.
 */
export const TEAM_DYNAMIX: SourceDescription = {
  system: 'team-dynamix',
  kind: 'declarative',
  title: 'TeamDynamix',
  parameters: [
    { name: 'host', label: 'Host name', example: 'example.teamdynamix.com' },
    {
      name: 'appId',
      label: 'Number of the ticketing application',
      hint: 'It stands in the addresses of its tickets, behind Apps.',
      example: '42',
    },
    {
      name: 'beid',
      label: 'BEID',
      hint: 'In TDAdmin, in the details of the organization.',
      example: '01234567-89ab-cdef-0123-456789abcdef',
      isSecret: true,
    },
    {
      name: 'webServicesKey',
      label: 'Web services key',
      example: '01234567-89ab-cdef-0123-456789abcdef',
      isSecret: true,
    },
    {
      name: 'campusItGroup',
      isOptional: true,
      isForOpening: true,
      label: 'Group of Campus IT',
      hint: 'Tickets that this group is responsible for are with Campus IT.',
      example: 'Campus IT',
    },
    ...OPENING_NUMBERS,
    {
      name: 'requestorUid',
      isOptional: true,
      isForOpening: true,
      label: 'UID of the requestor',
      hint: 'Whom new tickets name as the requestor: a person or an account of the library for this purpose, never who asked for help. It stands in the address of that person in TDAdmin.',
      example: '01234567-89ab-cdef-0123-456789abcdef',
    },
  ],
  settings: {
    baseUrl: 'https://[[host]]/TDWebApi',
    auth: {
      kind: 'token',
      method: 'POST',
      path: '/api/auth/loginadmin',
      body: JSON.stringify({ BEID: '[[beid]]', WebServicesKey: '[[webServicesKey]]' }),
      answer: 'text',
      header: 'Authorization',
      prefix: 'Bearer ',
      lifetimeMinutes: 1_380,
    },
    list: {
      method: 'POST',
      path: '/api/[[appId]]/tickets/search',
      body: JSON.stringify({
        ModifiedDateFrom: '{since}',
        ModifiedDateTo: '{until}',
        CreatedDateFrom: '{openedSince}',
        CreatedDateTo: '{openedUntil}',
        MaxResults: MOST,
      }),
      items: '$',
    },
    paging: { kind: 'window', minutes: 525_600, maximum: MOST },
    stop: 'empty',
    fields: {
      externalId: '$.ID',
      updatedAt: '$.ModifiedDate',
      openedAt: '$.CreatedDate',
      firstResponseAt: '$.RespondedDate',
      resolvedAt: '$.CompletedDate',
      category: '$.TypeName',
      channel: '$.SourceName',
      tier: '$.ResponsibleGroupName',
      priority: '$.PriorityName',
      title: '$.Title',
      location: '$.LocationName',
    },
    time: { format: 'iso', zone: 'UTC' },
    perMinute: 50,
    ticket: { path: '/api/[[appId]]/tickets/{id}' },
    open: {
      path: '/api/[[appId]]/tickets?NotifyRequestor=false&NotifyResponsible=true&AllowRequestorCreation=false',
      body: JSON.stringify({
        Title: '{title}',
        Description: '{text}',
        IsRichHtml: false,
        TypeID: '[[typeId]]',
        AccountID: '[[accountId]]',
        StatusID: '[[statusId]]',
        PriorityID: '[[priorityId]]',
        ResponsibleGroupID: '[[campusItGroupId]]',
        RequestorUid: '[[requestorUid]]',
      }),
      id: '$.ID',
      find: {
        method: 'POST',
        path: '/api/[[appId]]/tickets/search',
        body: JSON.stringify({ SearchText: '{reference}', MaxResults: 50 }),
        items: '$',
      },
      note: {
        path: '/api/[[appId]]/tickets/{id}/feed',
        body: JSON.stringify({ Comments: '{note}', IsPrivate: true, IsRichHtml: false, NewStatusID: 0 }),
      },
    },
    resolvedWhen: { field: '$.StatusClass', isOneOf: ['3'] },
    waitingWhen: { field: '$.StatusClass', isOneOf: ['5'] },
    values: {
      priority: { Low: 'low', Medium: 'normal', High: 'high', Emergency: 'urgent' },
      tier: { '[[campusItGroup]]': 'campus-it' },
    },
    ticketUrl: 'https://[[host]]/TDNext/Apps/[[appId]]/Tickets/TicketDet?TicketID={id}',
  },
};
