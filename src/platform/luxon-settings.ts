import { Settings } from 'luxon';

declare module 'luxon' {
  interface TSSettings {
    throwOnInvalid: true;
  }
}

/** An impossible date or zone is an error where it arises, not a silent Invalid DateTime. Imported for its effect. */
Settings.throwOnInvalid = true;
