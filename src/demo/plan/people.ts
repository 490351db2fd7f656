import type { Weekday } from '../../domain/local-date.js';
import type { Lab } from './labs.js';

/** The password of all demo users. The demo prints it and listens on this machine only. */
export const DEMO_PASSWORD = 'open-until-two';

export interface Staff {
  name: string;
  role: 'supervisor' | 'campus_it';
  labs: readonly Lab[];
}

export interface DemoOperator {
  name: string;
  weeklyHourCap: number;
  labs: readonly Lab[];
  /** Evenings with classes or training. */
  busy: readonly Weekday[];
}

export const ADMIN_EMAIL = 'admin@larkfield.example.edu';

export const STAFF = {
  priya: { name: 'Priya Raman', role: 'supervisor', labs: ['main', 'engineering'] },
  tom: { name: 'Tom Becker', role: 'supervisor', labs: ['engineering'] },
  dana: { name: 'Dana Kowalski', role: 'campus_it', labs: ['main', 'engineering'] },
} as const satisfies Record<string, Staff>;
export type StaffKey = keyof typeof STAFF;

/** The supervisor of each lab, who approves and records. */
export const SUPERVISOR_OF: Readonly<Record<Lab, StaffKey>> = { main: 'priya', engineering: 'tom' };

/** Works on the evening of the demo. */
export const MAYA = 0;
/** Missed one shift and hopes for another. */
export const JONAS = 1;

const operator = (
  name: string,
  weeklyHourCap: number,
  labs: readonly Lab[],
  busy: readonly Weekday[],
): DemoOperator => ({ name, weeklyHourCap, labs, busy });

const MAIN: readonly Lab[] = ['main'];
const ENGINEERING: readonly Lab[] = ['engineering'];
const BOTH: readonly Lab[] = ['main', 'engineering'];

export const OPERATORS: readonly DemoOperator[] = [
  operator('Maya Ortiz', 12, BOTH, [5, 6]),
  operator('Jonas Weber', 10, MAIN, [3]),
  operator('Amina Yusuf', 15, MAIN, [2, 4]),
  operator('Ben Carlisle', 10, MAIN, [1, 5]),
  operator('Chloe Nguyen', 12, MAIN, [3, 6]),
  operator('Diego Fuentes', 15, MAIN, [7]),
  operator('Elif Kaya', 10, MAIN, [2, 5, 6]),
  operator('Farid Haddad', 20, MAIN, [4]),
  operator('Grace Okafor', 12, MAIN, [1, 3]),
  operator('Hana Suzuki', 10, MAIN, [6, 7]),
  operator('Isaac Lindqvist', 15, MAIN, [2]),
  operator('Julia Novak', 12, MAIN, [4, 5]),
  operator('Kofi Mensah', 15, BOTH, [3]),
  operator('Lena Fischer', 10, BOTH, [1, 6]),
  operator('Marcus Reid', 20, BOTH, [7]),
  operator('Nadia Petrova', 12, BOTH, [2, 4]),
  operator('Omar Saleh', 15, BOTH, [5]),
  operator('Paige Turner', 10, BOTH, [3, 7]),
  operator('Quentin Leroy', 12, ENGINEERING, [1]),
  operator('Rosa Delgado', 15, ENGINEERING, [4, 6]),
  operator('Samir Patel', 20, ENGINEERING, [2]),
  operator('Tessa Vandenberg', 12, ENGINEERING, [3, 5]),
  operator('Uma Krishnan', 10, ENGINEERING, [1, 7]),
  operator('Viktor Sokolov', 15, ENGINEERING, [6]),
];

export const emailOf = (name: string): string =>
  `${name.toLowerCase().replace(' ', '.')}@larkfield.example.edu`;
