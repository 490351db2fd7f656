import type { SourceDescription } from './description.js';

/**
 * Zammad, all tickets that an agent may see. It needs Elasticsearch.
 *
 * - https://docs.zammad.org/en/latest/api/intro.html: `Authorization: Token token=…`, `expand=true` for names instead of
 *   numbers.
 * - https://docs.zammad.org/en/latest/api/ticket/index.html: the search with `query`, `limit`, `sort_by` and `order_by`. Its code
 *   (app/controllers/tickets_controller.rb) answers at most 200 tickets.
 * - https://github.com/zammad/zammad/issues/3268: old versions (3.4) cannot sort by `id` and answer that there are no tickets, so
 *   they are not added. Newer code sorts by it as a number.
 * - https://user-docs.zammad.org/en/latest/advanced/search.html: `updated_at:[… TO *]`, comparisons with `:>`. Dates are in UTC,
 *   as Elasticsearch takes them.
 * - https://github.com/zammad/zammad/issues/5559: pages end at the ten-thousandth ticket without a word, so it goes on by ids.
 * - https://github.com/zammad/zammad/issues/1937: `close_at` is the first closing for ever. `last_close_at` is the last one, and the
 *   state says whether it still holds. Its code (app/models/ticket/sets_close_time.rb) sets the first only where it is missing.
 *
 * - https://docs.zammad.org/en/latest/api/ticket/index.html: a ticket is created with title, group, customer and a first article. Group and
 *   customer must be there already; the customer is given by the email address.
 *
 * The index follows the tickets after some seconds, or later when Zammad is busy: an hour of overlap. When its search
 * fails, Zammad logs that and answers that there are no tickets (lib/search_index_backend.rb); a description cannot see the
 * difference. States with other names than `closed` that mean the same have to be added to `resolvedWhen`.
 */
export const ZAMMAD: SourceDescription = {
  system: 'zammad',
  kind: 'declarative',
  title: 'Zammad',
  parameters: [
    { name: 'host', label: 'Host name', example: 'support.example.edu' },
    {
      name: 'token',
      label: 'Access token',
      hint: 'Of an agent who may see the groups, with the right ticket.agent. Zammad makes it under Profile, Token Access.',
      example: 'hsHq2aL0',
      isSecret: true,
    },
    {
      name: 'campusItGroup',
      isOptional: true,
      isForOpening: true,
      label: 'Group of Campus IT',
      hint: 'Tickets in this group are with Campus IT, and new ones are created in it. For these the agent needs the right to create there.',
      example: 'Campus IT',
    },
    {
      name: 'customer',
      isOptional: true,
      isForOpening: true,
      label: 'Email address of the customer',
      hint: 'Whom new tickets name as the customer: a user of the library that Zammad knows already, such as its desk. Never who asked for help.',
      example: 'library-desk@example.edu',
    },
  ],
  settings: {
    baseUrl: 'https://[[host]]',
    auth: { kind: 'header', name: 'Authorization', value: 'Token token=[[token]]' },
    list: {
      method: 'GET',
      path: '/api/v1/tickets/search',
      query: {
        query: 'id:>{afterId} AND updated_at:[{since} TO *]',
        sort_by: 'id',
        order_by: 'asc',
        expand: 'true',
      },
      items: '$',
    },
    paging: { kind: 'keyset', first: '0', sizeParameter: 'limit', size: 200 },
    stop: 'empty',
    fields: {
      externalId: '$.id',
      updatedAt: '$.updated_at',
      openedAt: '$.created_at',
      firstResponseAt: '$.first_response_at',
      resolvedAt: '$.last_close_at',
      firstResolvedAt: '$.close_at',
      channel: '$.create_article_type',
      tier: '$.group',
      priority: '$.priority',
      title: '$.title',
      location: '$.group',
    },
    time: { format: 'iso', zone: 'UTC' },
    perMinute: 60,
    ticket: { path: '/api/v1/tickets/{id}', query: { expand: 'true' } },
    open: {
      path: '/api/v1/tickets',
      body: JSON.stringify({
        title: '{title}',
        group: '[[campusItGroup]]',
        customer: '[[customer]]',
        priority: '{priority}',
        article: {
          subject: '{title}',
          body: '{text}',
          content_type: 'text/plain',
          type: 'note',
          internal: false,
        },
      }),
      priorities: { low: '1 low', normal: '2 normal', high: '3 high', urgent: '3 high' },
      id: '$.id',
      find: {
        path: '/api/v1/tickets/search',
        query: { query: 'title:"{reference}"', limit: '50', expand: 'true' },
        items: '$',
      },
      note: {
        path: '/api/v1/ticket_articles',
        body: JSON.stringify({
          ticket_id: '{#id}',
          body: '{note}',
          content_type: 'text/plain',
          type: 'note',
          internal: true,
        }),
      },
    },
    resolvedWhen: { field: '$.state', isOneOf: ['closed'] },
    waitingWhen: { field: '$.state', isOneOf: ['pending reminder'] },
    leftOutWhen: { field: '$.state', isOneOf: ['merged'] },
    values: {
      priority: { '1 low': 'low', '2 normal': 'normal', '3 high': 'high' },
      tier: { '[[campusItGroup]]': 'campus-it' },
    },
    ticketUrl: 'https://[[host]]/#ticket/zoom/{id}',
    overlapMinutes: 60,
  },
};
