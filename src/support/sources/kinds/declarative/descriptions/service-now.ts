import type { SourceDescription } from './description.js';

/**
 * ServiceNow, incidents by its Table API.
 *
 * - https://www.servicenow.com/docs/r/de-DE/api-reference/rest-apis/c_TableAPI.html and
 *   https://docs.servicenow.com/bundle/geneva-servicenow-platform/page/integrate/inbound_rest/reference/r_TableAPI-GET.html:
 *   `sysparm_query` with ORDERBY, `sysparm_limit`, `sysparm_offset`, `sysparm_fields` with names such as
 *   `location.name`, the header X-Total-Count. `sysparm_display_value=false` tells what is stored: dates in UTC. A
 *   part of a query that is not valid is passed over without a word, so the names in it must be right.
 * - https://support.servicenow.com/kb?id=kb_article_view&sysparm_article=KB3047115: rights take rows out of a page after the
 *   query, so a short page is not the last one, and neither is an empty one. The total counts hidden rows too.
 * - https://www.servicenow.com/community/united-kingdom-snug/soap-web-service-and-time-zones-examples/ba-p/2270667: a date that
 *   is sent as text is taken as UTC. Should an instance take it in the zone of the user, 26 hours of overlap are enough.
 * - https://www.servicenow.com/docs/r/QykF2iRSIs6VXztArCSo3w/D46KmMpObhQpS365qo_beg: a resolved incident that is
 *   reopened is In Progress. Nothing says that its `resolved_at` is cleared, so the state decides: 6 Resolved, 7 Closed.
 *
 * - https://www.servicenow.com/docs/r/zurich/api-reference/rest-api-explorer/t_GetStartedCreateInt.html: a record is created by POST to the
 *   table, with its fields. References are given by their sys_id. `correlation_id` is the field for the id of a record elsewhere.
 * - https://www.ibm.com/support/knowledgecenter/SSPLFC_7.3.0/com.ibm.taddm.doc_7.3/AdminGuide/r_cmdb_snow_appendix_c.html: 403 also for what a
 *   data policy or a business rule does not allow, such as a field that is mandatory at this instance.
 *
 * Not told: the first response (`work_start` and the SLA tables tell other things), mergers (there are none). A deleted
 * incident and one that may not be seen are both 404, so a right that is lost looks like a deletion.
 */
export const SERVICE_NOW: SourceDescription = {
  system: 'service-now',
  kind: 'declarative',
  title: 'ServiceNow',
  parameters: [
    { name: 'host', label: 'Host name', example: 'example.service-now.com' },
    {
      name: 'user',
      label: 'User',
      hint: 'A user for this purpose who may read incidents, their groups and locations.',
      example: 'afterhours',
    },
    { name: 'password', label: 'Password', example: 'a long password', isSecret: true },
    {
      name: 'groups',
      isList: true,
      label: 'Assignment groups',
      hint: 'Incidents of these groups are collected. Names with commas between, without spaces around them.',
      example: 'Library IT,Campus IT',
    },
    {
      name: 'campusItGroup',
      isOptional: true,
      isForOpening: true,
      label: 'Assignment group of Campus IT',
      hint: 'Incidents with this group are with Campus IT.',
      example: 'Campus IT',
    },
    {
      name: 'campusItGroupId',
      isOptional: true,
      isForOpening: true,
      label: 'sys_id of that group',
      hint: 'New incidents are assigned to it. Open the group in ServiceNow, click its header with the right button, and choose Copy sys_id.',
      example: '287ebd7da9fe198100f92cc8d1d2154e',
    },
    {
      name: 'callerId',
      isOptional: true,
      isForOpening: true,
      label: 'sys_id of the caller',
      hint: 'Whom new incidents name as the caller: a user of the library for this purpose, such as its desk. Never who asked for help.',
      example: '681ccaf9c0a8016400b98a06818d57c7',
    },
  ],
  settings: {
    baseUrl: 'https://[[host]]',
    auth: { kind: 'basic', user: '[[user]]', password: '[[password]]' },
    list: {
      method: 'GET',
      path: '/api/now/table/incident',
      query: {
        sysparm_query:
          'assignment_group.nameIN[[groups]]^sys_updated_on>={since}^sys_id>{afterId}^ORDERBYsys_id',
        sysparm_fields:
          'sys_id,sys_updated_on,opened_at,resolved_at,closed_at,state,short_description,category,contact_type,priority,assignment_group.name,location.name',
        sysparm_display_value: 'false',
      },
      items: '$.result',
    },
    paging: {
      kind: 'keyset',
      first: '0',
      offsetParameter: 'sysparm_offset',
      sizeParameter: 'sysparm_limit',
      size: 500,
    },
    stop: 'total',
    total: 'header:X-Total-Count',
    fields: {
      externalId: '$.sys_id',
      updatedAt: '$.sys_updated_on',
      openedAt: '$.opened_at',
      resolvedAt: "$['resolved_at', 'closed_at']",
      category: '$.category',
      channel: '$.contact_type',
      tier: "$['assignment_group.name']",
      priority: '$.priority',
      title: '$.short_description',
      location: "$['location.name']",
    },
    time: { format: 'yyyy-MM-dd HH:mm:ss', zone: 'UTC' },
    perMinute: 60,
    ticket: {
      path: '/api/now/table/incident/{id}',
      query: {
        sysparm_fields:
          'sys_id,sys_updated_on,opened_at,resolved_at,closed_at,state,short_description,category,contact_type,priority,assignment_group.name,location.name',
        sysparm_display_value: 'false',
      },
      at: '$.result',
    },
    onlyWhen: { field: "$['assignment_group.name']", isOneOf: ['[[groups]]'] },
    open: {
      path: '/api/now/table/incident?sysparm_fields=sys_id',
      body: JSON.stringify({
        short_description: '{title}',
        description: '{text}',
        correlation_id: '{reference}',
        caller_id: '[[callerId]]',
        assignment_group: '[[campusItGroupId]]',
        urgency: '{priority}',
      }),
      priorities: { low: '3', normal: '2', high: '1', urgent: '1' },
      id: '$.result.sys_id',
      find: {
        path: '/api/now/table/incident',
        query: {
          sysparm_query: 'correlation_id={reference}^ORDERBYsys_id',
          sysparm_fields: 'sys_id,correlation_id',
          sysparm_display_value: 'false',
          sysparm_limit: '10',
        },
        items: '$.result',
      },
      note: {
        method: 'PATCH',
        path: '/api/now/table/incident/{id}?sysparm_fields=sys_id',
        body: JSON.stringify({ work_notes: '{note}' }),
      },
    },
    resolvedWhen: { field: '$.state', isOneOf: ['6', '7'] },
    waitingWhen: { field: '$.state', isOneOf: ['3'] },
    values: {
      priority: { '1': 'urgent', '2': 'high', '3': 'normal', '4': 'low', '5': 'low' },
      tier: { '[[campusItGroup]]': 'campus-it' },
    },
    ticketUrl: 'https://[[host]]/nav_to.do?uri=incident.do%3Fsys_id%3D{id}',
    overlapMinutes: 1_560,
  },
};
