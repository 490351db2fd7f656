import type { SourceDescription } from './description.js';

/**
 * Freshservice, the tickets of its primary workspace.
 *
 * - https://api.freshservice.com/#view_all_ticket: the list with `updated_since`; without it, only tickets of the last 30 days.
 *   `order_type`, `page`, `per_page` up to 100. It leaves out deleted tickets and spam. `include=stats` tells the times of
 *   the first response and of the resolution. An empty page is the end.
 * - https://api.freshservice.com/#view_a_ticket: one ticket, in `ticket`. A deleted one is told as `deleted`.
 * - https://api.freshservice.com/#ticket_attributes: the numbers of states and sources: 4 Resolved, 5 Closed.
 * - https://support.freshservice.com/en/support/solutions/articles/50000000293-what-is-the-rate-limit-for-apis-across-all-plans-
 *   and https://docs.exalate.com/docs/rate-limit-limitations-for-freshservice: 429 with Retry-After; 40 lists a minute and more,
 *   by plan, and each `include` counts.
 * - https://www.powershellgallery.com/packages/FreshservicePS/0.1.4/Content/Public%5CTickets%5CGet-FreshServiceTicket.ps1: without
 *   `workspace_id`, only the primary workspace is told. Who has others adds it to the list’s query.
 *
 * - https://www.powershellgallery.com/packages/FreshservicePS/0.1.5/Content/Public%5CTickets%5CNew-FreshServiceTicket.ps1 and
 *   https://pipedream.com/apps/freshservice/actions/create-ticket.md: what a new ticket needs. Its description is HTML. An address that
 *   Freshservice does not know yet becomes a new contact.
 * - https://developers.freshworks.com/api-sdk/api/interfaces/freshservice_models.TicketsQuery.html: the list by `email` of the requester, newest
 *   first. The filter of tickets knows no subjects.
 *
 * Its own pages were not at hand when this was written: what is said of them here is from memory and from other programs that read
 * them. Whether `order_type` orders by opening is to be seen; the pages overlap in case it does not.
 *
 * Nothing says whether the time of a resolution is cleared when a ticket is reopened, so the state decides. A merged ticket is
 * closed like any other, and nothing in it tells.
 */
export const FRESHSERVICE: SourceDescription = {
  system: 'freshservice',
  kind: 'declarative',
  title: 'Freshservice',
  parameters: [
    { name: 'host', label: 'Host name', example: 'example.freshservice.com' },
    {
      name: 'key',
      label: 'API key',
      hint: 'Of an agent who may see the tickets. Freshservice shows it under Profile settings.',
      example: 'abcdefghijklmnopqrst',
      isSecret: true,
      encoding: 'basic-user',
    },
    {
      name: 'locationField',
      isOptional: true,
      label: 'Custom field with the location',
      hint: 'Its internal name.',
      example: 'library_location',
    },
    {
      name: 'campusItGroup',
      isOptional: true,
      isForOpening: true,
      isNumber: true,
      label: 'Number of the group of Campus IT',
      hint: 'Tickets with this group are with Campus IT, and new ones are given to it. The number stands in the address of the group.',
      example: '21000123456',
    },
    {
      name: 'requester',
      isOptional: true,
      isForOpening: true,
      label: 'Email address of the requester',
      hint: 'Whom new tickets name as the requester: an address of the library that is used for nothing else. Never who asked for help.',
      example: 'library-handover@example.edu',
    },
  ],
  settings: {
    baseUrl: 'https://[[host]]',
    auth: { kind: 'header', name: 'Authorization', value: 'Basic [[key]]' },
    list: {
      method: 'GET',
      path: '/api/v2/tickets',
      query: { updated_since: '{since}', order_type: 'asc', include: 'stats' },
      items: '$.tickets',
    },
    paging: { kind: 'page', parameter: 'page', first: 1, sizeParameter: 'per_page', size: 100 },
    stop: 'empty',
    fields: {
      externalId: '$.id',
      updatedAt: '$.updated_at',
      openedAt: '$.created_at',
      firstResponseAt: '$.stats.first_responded_at',
      resolvedAt: '$.stats.resolved_at',
      category: '$.category',
      channel: '$.source',
      tier: '$.group_id',
      priority: '$.priority',
      title: '$.subject',
      location: "$.custom_fields['[[locationField]]']",
    },
    time: { format: 'iso', zone: 'UTC' },
    perMinute: 20,
    ticket: { path: '/api/v2/tickets/{id}', query: { include: 'stats' }, at: '$.ticket' },
    open: {
      path: '/api/v2/tickets',
      body: JSON.stringify({
        email: '[[requester]]',
        subject: '{title}',
        description: '{html}',
        status: 2,
        priority: '{#priority}',
        group_id: '[[campusItGroup]]',
      }),
      priorities: { low: '1', normal: '2', high: '3', urgent: '4' },
      id: '$.ticket.id',
      find: {
        path: '/api/v2/tickets',
        query: { email: '[[requester]]', order_type: 'desc', per_page: '100' },
        items: '$.tickets',
      },
      note: { path: '/api/v2/tickets/{id}/notes', body: JSON.stringify({ body: '{html}', private: true }) },
    },
    resolvedWhen: { field: '$.status', isOneOf: ['4', '5'] },
    waitingWhen: { field: '$.status', isOneOf: ['3'] },
    leftOutWhen: { field: "$['deleted', 'spam']", isOneOf: ['true'] },
    values: {
      priority: { '1': 'low', '2': 'normal', '3': 'high', '4': 'urgent' },
      tier: { '[[campusItGroup]]': 'campus-it' },
      channel: {
        '1': 'email',
        '2': 'portal',
        '3': 'phone',
        '4': 'chat',
        '5': 'feedback widget',
        '9': 'walk-up',
        '10': 'Slack',
        '15': 'Microsoft Teams',
      },
    },
    ticketUrl: 'https://[[host]]/a/tickets/{id}',
  },
};
