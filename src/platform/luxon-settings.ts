import { Settings } from 'luxon';

declare module 'luxon' {
  interface TSSettings {
    throwOnInvalid: true;
  }
}

/**
 * Makes luxon throw on an impossible date or zone instead of returning an invalid DateTime. Imported for this
 * effect.
 */
Settings.throwOnInvalid = true;
