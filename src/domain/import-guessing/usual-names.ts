import type { FileField } from './fields.js';

/** Usual names of columns, the better ones first. */
export const USUAL_NAMES: Record<FileField, readonly RegExp[]> = {
  externalId: [
    /^(#|id|no\.?|num\.?|number|key)$|(ticket|case|request|incident|external)[ _-]?(id|no\.?|num\.?|number|key|#)|^(ticket|case|incident)$/i,
  ],
  openedAt: [/open|creat|report|submitted|received/i, /^date$|date.?time|timestamp/i],
  firstResponseAt: [/respon|answer|replied|first.?contact/i],
  escalatedAt: [/escalat/i],
  resolvedAt: [/resol|solv|clos|finish/i],
  tier: [/^tier|^level$/i],
  channel: [/channel|medium|contact.?type/i],
  category: [/categ|topic|^type$/i, /subject/i],
  priority: [/priorit/i, /urgen|severity/i],
  readLevel: [/\bread\b|^level$/i],
  directional: [/direction/i],
  externalUrl: [/url|link/i],
  activity: [/activity|event|action|status/i],
  at: [/^at$|when|timestamp|date.?time/i],
  date: [/date|day/i],
  time: [/time|hour/i],
  series: [/series|^what$|^type$|^kind$|measure/i],
  area: [/area|zone|room|floor|place|where/i],
  count: [/count|heads?$|people|occupan|number|entries|in use|reading/i],
  cumulative: [/cumulative|counter/i],
  operator: [
    /e-?mail/i,
    /^(operator|worker|employee|staff|staff member|person|student|who|assigned to)([ _-]?(name|id|key))?$/i,
    /^(full[ _-]?)?name$/i,
  ],
  startsAt: [
    /^(?!.*(work|actual|clock|check|punch)).*((^|[ _-])(start|begin)|^from$)/i,
    /^(time[ _-]?)?in$/i,
  ],
  endsAt: [
    /^(?!.*(work|actual|clock|check|punch)).*((^|[ _-])(end|finish|until)|^to$)/i,
    /^(time[ _-]?)?out$/i,
  ],
  duration: [/duration|length|^hours$/i],
  position: [/position|^post$|^desk$|^job$|^role$/i],
  workedFrom: [/(work|actual|clock|check|punch)(ed)?[ _-]*(from|start|in)|arriv|^came/i],
  workedTo: [/(work|actual|clock|check|punch)(ed)?[ _-]*(to|until|end|out)|^left|^went/i],
  noShow: [/no[ _-]?show|absent|missed/i],
};
/** Times that are no milestone of a request, though they follow it. */
export const OTHER_TIMES = /updat|modif|chang|due|sla|target|deadline|remind|expir|birth|sched/i;
/** Words that repeat and are no category. */
export const OTHER_WORDS =
  /status|state|prior|urgen|severity|owner|agent|assign|staff|\bby\b|user|name|build|locat|campus|queue|group|team|language|source/i;

/** What has degrees, and is no priority. */
export const OTHER_DEGREES = /impact|risk|effort|satisf|complex|status|state/i;
