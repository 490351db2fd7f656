import type { SourceDescription } from './description.js';

const FIELDS = 'summary,created,updated,status,statuscategorychangedate,issuetype,project,components';

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
      label: 'Project of Campus IT',
      hint: 'Requests in the project with this key are with Campus IT.',
      example: 'IT',
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
      title: '$.fields.summary',
      location: '$.fields.components[0].name',
    },
    time: { format: 'iso', zone: 'UTC' },
    perMinute: 100,
    ticket: { path: '/rest/api/3/issue/{id}', query: { fields: FIELDS } },
    onlyWhen: { field: '$.fields.project.key', isOneOf: ['[[projects]]'] },
    resolvedWhen: { field: '$.fields.status.statusCategory.key', isOneOf: ['done'] },
    values: { tier: { '[[campusItProject]]': 'campus-it' } },
    ticketUrl: 'https://[[host]]/issues/?jql=id%3D{id}',
    overlapMinutes: 60,
  },
};
