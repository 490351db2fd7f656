import type { SourceDescription } from './description.js';

const FIELDS =
  'summary,created,updated,status,statuscategorychangedate,issuetype,project,components,priority';

/**
 * Jira Service Management Cloud, the requests of some projects.
 *
 * - https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/: `/rest/api/3/search/jql` with
 *   `nextPageToken`. A query must be bounded. An answer may hold fewer than `maxResults`. Recent changes may not be found at
 *   once, and nothing says how long that takes; an hour of overlap is meant to be enough.
 * - https://jira.atlassian.com/browse/JRACLOUD-92184: the last page has no `nextPageToken`.
 * - https://support.atlassian.com/jira-work-management/docs/advanced-search-reference-jql-fields: dates in a query are in
 *   the time zone of the user, to the minute; a date like `-90m` has no zone. `id` finds an issue by its number.
 * - https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/: one issue; 404 also for who may not see it.
 * - https://developer.atlassian.com/cloud/jira/platform/rate-limiting/: 429, mostly with Retry-After.
 *
 * - https://developer.atlassian.com/cloud/jira/service-desk/rest/api-group-request/: a request is created in a service desk with a request
 *   type and its fields; the answer tells `issueId`. Who asks is the account of the token. Fields that are not in the form of the request
 *   type are refused, so nothing is sent but summary and description; a request type that needs more cannot be used.
 * - https://support.atlassian.com/jira-software-cloud/docs/search-for-words-and-phrases-in-jql/: a phrase in a text field is in quotation marks.
 *
 * Resolved is what has a status of the category Done, since its category changed. `resolutiondate` is not used: it needs a
 * resolution, which a workflow may forget, or keep when a request is reopened. The first response is in a field of the
 * SLA whose number differs from site to site; who knows it can add `firstResponseAt`, such as
 * `$.fields.customfield_10030.completedCycles[0].stopTime.iso8601`, and the field to the list’s `fields`. There are no mergers. A
 * request keeps its id when it moves to another project.
 */
export const JIRA_SERVICE_MANAGEMENT: SourceDescription = {
  system: 'jira-service-management',
  kind: 'declarative',
  title: 'Jira Service Management Cloud',
  parameters: [
    { name: 'host', label: 'Host name', example: 'example.atlassian.net' },
    {
      name: 'user',
      label: 'Email address',
      hint: 'Of an account that may browse the projects.',
      example: 'afterhours@example.edu',
    },
    {
      name: 'token',
      label: 'API token',
      hint: 'The account makes it at id.atlassian.com, under Security.',
      example: 'ATATT3xFfGF0',
      isSecret: true,
    },
    {
      name: 'projects',
      isList: true,
      label: 'Projects',
      hint: 'Requests in these projects are collected. Their keys with commas between.',
      example: 'LIB, IT',
    },
    {
      name: 'campusItProject',
      isOptional: true,
      isForOpening: true,
      label: 'Project of Campus IT',
      hint: 'Requests in the project with this key are with Campus IT. It has to be among the projects above.',
      example: 'IT',
    },
    {
      name: 'serviceDeskId',
      isOptional: true,
      isForOpening: true,
      label: 'Number of its service desk',
      hint: 'New requests are created there. It is the number behind portal/ in the address of the portal of Campus IT.',
      example: '2',
    },
    {
      name: 'requestTypeId',
      isOptional: true,
      isForOpening: true,
      label: 'Number of the request type',
      hint: 'Of new requests. It needs only a summary and a description. It is the number behind create/ in the address of its form in the portal.',
      example: '25',
    },
  ],
  settings: {
    baseUrl: 'https://[[host]]',
    auth: { kind: 'basic', user: '[[user]]', password: '[[token]]' },
    list: {
      method: 'GET',
      path: '/rest/api/3/search/jql',
      query: {
        jql: 'project in ([[projects]]) AND updated >= "-{minutesAgo}m" ORDER BY key ASC',
        fields: FIELDS,
        maxResults: '100',
      },
      items: '$.issues',
    },
    paging: { kind: 'cursor', at: '$.nextPageToken', parameter: 'nextPageToken' },
    stop: 'no-next',
    fields: {
      externalId: '$.id',
      updatedAt: '$.fields.updated',
      openedAt: '$.fields.created',
      resolvedAt: '$.fields.statuscategorychangedate',
      category: '$.fields.issuetype.name',
      tier: '$.fields.project.key',
      priority: '$.fields.priority.name',
      title: '$.fields.summary',
      location: '$.fields.components[0].name',
    },
    time: { format: 'iso', zone: 'UTC' },
    perMinute: 100,
    ticket: { path: '/rest/api/3/issue/{id}', query: { fields: FIELDS } },
    open: {
      path: '/rest/servicedeskapi/request',
      body: JSON.stringify({
        serviceDeskId: '[[serviceDeskId]]',
        requestTypeId: '[[requestTypeId]]',
        requestFieldValues: { summary: '{title}', description: '{text}' },
      }),
      id: '$.issueId',
      find: {
        path: '/rest/api/3/search/jql',
        query: {
          jql: 'project in ([[projects]]) AND summary ~ "\\"{reference}\\"" ORDER BY key ASC',
          fields: 'summary',
          maxResults: '50',
        },
        items: '$.issues',
      },
      note: {
        path: '/rest/servicedeskapi/request/{id}/comment',
        body: JSON.stringify({ body: '{note}', public: false }),
      },
    },
    onlyWhen: { field: '$.fields.project.key', isOneOf: ['[[projects]]'] },
    resolvedWhen: { field: '$.fields.status.statusCategory.key', isOneOf: ['done'] },
    waitingWhen: { field: '$.fields.status.name', isOneOf: ['Waiting for customer'] },
    values: {
      priority: { Lowest: 'low', Low: 'low', Medium: 'normal', High: 'high', Highest: 'urgent' },
      tier: { '[[campusItProject]]': 'campus-it' },
    },
    ticketUrl: 'https://[[host]]/issues/?jql=id%3D{id}',
    overlapMinutes: 60,
  },
};
