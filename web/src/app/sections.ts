import type { Role } from '../api/me.js';

export type SectionPath =
  | '/tonight'
  | '/open-shifts'
  | '/my-shifts'
  | '/trades'
  | '/availability'
  | '/hours'
  | '/board'
  | '/approvals'
  | '/gaps'
  | '/attendance'
  | '/timesheets'
  | '/people'
  | '/coverage-hours'
  | '/terms'
  | '/templates'
  | '/schedules'
  | '/requests'
  | '/categories'
  | '/routing'
  | '/activity'
  | '/workstations'
  | '/pilots'
  | '/users'
  | '/imports'
  | '/sources'
  | '/api-keys'
  | '/audit'
  | '/messages'
  | '/settings';

export type SectionKey =
  | 'tonight'
  | 'openShifts'
  | 'myShifts'
  | 'trades'
  | 'availability'
  | 'hours'
  | 'board'
  | 'approvals'
  | 'gaps'
  | 'attendance'
  | 'timesheets'
  | 'people'
  | 'coverageHours'
  | 'terms'
  | 'templates'
  | 'schedules'
  | 'requests'
  | 'categories'
  | 'routing'
  | 'activity'
  | 'workstations'
  | 'pilots'
  | 'users'
  | 'imports'
  | 'sources'
  | 'apiKeys'
  | 'audit'
  | 'messages'
  | 'settings';

export interface Section {
  path: SectionPath;
  key: SectionKey;
}

export interface SectionGroup {
  key: 'work' | 'schedule' | 'setup' | 'pilot' | 'admin';
  sections: Section[];
}

const OPERATOR: SectionGroup[] = [
  {
    key: 'work',
    sections: [
      { path: '/tonight', key: 'tonight' },
      { path: '/open-shifts', key: 'openShifts' },
      { path: '/my-shifts', key: 'myShifts' },
      { path: '/trades', key: 'trades' },
      { path: '/availability', key: 'availability' },
      { path: '/hours', key: 'hours' },
    ],
  },
];

const SUPERVISOR: SectionGroup[] = [
  {
    key: 'schedule',
    sections: [
      { path: '/board', key: 'board' },
      { path: '/approvals', key: 'approvals' },
      { path: '/gaps', key: 'gaps' },
      { path: '/attendance', key: 'attendance' },
      { path: '/timesheets', key: 'timesheets' },
      { path: '/trades', key: 'trades' },
    ],
  },
  {
    key: 'setup',
    sections: [
      { path: '/people', key: 'people' },
      { path: '/coverage-hours', key: 'coverageHours' },
      { path: '/terms', key: 'terms' },
      { path: '/templates', key: 'templates' },
      { path: '/schedules', key: 'schedules' },
      { path: '/workstations', key: 'workstations' },
    ],
  },
  {
    key: 'pilot',
    sections: [
      { path: '/pilots', key: 'pilots' },
      { path: '/requests', key: 'requests' },
      { path: '/categories', key: 'categories' },
      { path: '/routing', key: 'routing' },
      { path: '/activity', key: 'activity' },
      { path: '/sources', key: 'sources' },
      { path: '/imports', key: 'imports' },
    ],
  },
];

const ADMIN: SectionGroup[] = [
  ...SUPERVISOR,
  {
    key: 'admin',
    sections: [
      { path: '/users', key: 'users' },
      { path: '/api-keys', key: 'apiKeys' },
      { path: '/audit', key: 'audit' },
      { path: '/messages', key: 'messages' },
      { path: '/settings', key: 'settings' },
    ],
  },
];

const CAMPUS_IT: SectionGroup[] = [
  {
    key: 'work',
    sections: [
      { path: '/requests', key: 'requests' },
      { path: '/workstations', key: 'workstations' },
      { path: '/routing', key: 'routing' },
      { path: '/board', key: 'board' },
      { path: '/gaps', key: 'gaps' },
      { path: '/pilots', key: 'pilots' },
      { path: '/sources', key: 'sources' },
      { path: '/imports', key: 'imports' },
    ],
  },
];

const ANALYST: SectionGroup[] = [{ key: 'pilot', sections: [{ path: '/pilots', key: 'pilots' }] }];

/** The navigation of each role; the first entry is its start page. */
export const SECTIONS: Record<Role, SectionGroup[]> = {
  operator: OPERATOR,
  supervisor: SUPERVISOR,
  admin: ADMIN,
  campus_it: CAMPUS_IT,
  analyst: ANALYST,
};

export const startOf = (role: Role): SectionPath => SECTIONS[role][0]!.sections[0]!.path;
