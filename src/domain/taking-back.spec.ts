import { DAY } from './interval.js';
import { takeBackRefusal, TAKEN_BACK_WITHIN_DAYS, type TakeableImport } from './taking-back.js';

const imported = (changes: Partial<TakeableImport> = {}): TakeableImport => ({
  status: 'completed',
  isDryRun: false,
  isKeptTrackOf: true,
  createdAt: 0,
  takeBackStatus: null,
  kept: 0,
  ...changes,
});

describe('an import', () => {
  it.each<[string, Partial<TakeableImport>, ReturnType<typeof takeBackRefusal>]>([
    ['that is completed can be taken back', {}, null],
    ['that runs cannot', { status: 'running' }, 'IMPORT_NOT_COMPLETED'],
    ['that failed has nothing to take back', { status: 'failed' }, 'IMPORT_NOT_COMPLETED'],
    ['that was only a check has nothing either', { isDryRun: true }, 'IMPORT_NOT_COMPLETED'],
    ['of an earlier version is not known well enough', { isKeptTrackOf: false }, 'IMPORT_NOT_KEPT_TRACK_OF'],
    ['is taken back once at a time', { takeBackStatus: 'running' }, 'TAKE_BACK_IN_HAND'],
    ['is taken back once', { takeBackStatus: 'completed' }, 'ALREADY_TAKEN_BACK'],
    ['of which records stayed may be taken back again', { takeBackStatus: 'completed', kept: 1 }, null],
    ['whose taking back failed may be taken back again', { takeBackStatus: 'failed' }, null],
    ['is too old after its former values are gone', { createdAt: -DAY }, 'IMPORT_TOO_OLD'],
  ])('%s', (_name, changes, refusal) => {
    expect(takeBackRefusal(imported(changes), TAKEN_BACK_WITHIN_DAYS * DAY - 1)).toBe(refusal);
  });
});
