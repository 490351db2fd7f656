import { FreshserviceSystem } from './freshservice.js';
import { JiraSystem } from './jira-service-management.js';
import { ServiceNowSystem } from './service-now.js';
import { TeamDynamixSystem } from './team-dynamix.js';
import type { TicketSystem } from './ticket-system.js';
import { ZammadSystem } from './zammad.js';

/** All systems for which there is a description. */
export const TICKET_SYSTEMS: readonly (readonly [name: string, make: () => TicketSystem])[] = [
  ['Freshservice', () => new FreshserviceSystem()],
  ['Jira Service Management', () => new JiraSystem()],
  ['ServiceNow', () => new ServiceNowSystem()],
  ['TeamDynamix', () => new TeamDynamixSystem()],
  ['Zammad', () => new ZammadSystem()],
];
