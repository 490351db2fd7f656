import type { SourceDescription } from './description.js';
import { FRESHSERVICE } from './freshservice.js';
import { JIRA_SERVICE_MANAGEMENT } from './jira-service-management.js';
import { SERVICE_NOW } from './service-now.js';
import { TEAM_DYNAMIX } from './team-dynamix.js';
import { ZAMMAD } from './zammad.js';

/** Ready-made descriptions, in the order in which they are offered. */
export const DESCRIPTIONS: readonly SourceDescription[] = [
  FRESHSERVICE,
  JIRA_SERVICE_MANAGEMENT,
  SERVICE_NOW,
  TEAM_DYNAMIX,
  ZAMMAD,
];
