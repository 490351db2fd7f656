import { getMetadataArgsStorage } from 'typeorm';
import { NO_LIMITS, type WorkingTimeLimits } from '../domain/working-time.js';
import { Settings } from './location.entity.js';

/** What is stored of the settings. */
export type SettingsRow = Omit<Settings, 'id'>;
type SettingName = Exclude<keyof SettingsRow, 'version'>;

/** Of each property of the entity its column, in the order of the answer. */
const COLUMNS = new Map(
  getMetadataArgsStorage()
    .filterColumns(Settings)
    .map(({ propertyName, options: { name = propertyName, type } }) => [propertyName, { name, type }]),
);

/** Every setting. */
export const SETTING_NAMES = [...COLUMNS.keys()].filter(
  (name): name is SettingName => name !== 'id' && name !== 'version',
);

export const columnOf = (setting: SettingName): string => COLUMNS.get(setting)!.name;

const valueOf = (setting: SettingName): string =>
  COLUMNS.get(setting)!.type === 'time' ? `to_char(${columnOf(setting)}, 'HH24:MI')` : columnOf(setting);

/** What a SELECT from the settings names. */
export const SETTING_VALUES = SETTING_NAMES.map((name) => `${valueOf(name)} AS "${name}"`).join(', ');

/** The house's limits as one JSON object, as the rules of eligibility take them. */
export const LIMITS = `json_build_object(${(Object.keys(NO_LIMITS) as (keyof WorkingTimeLimits)[])
  .map((name) => `'${name}', ${valueOf(name)}`)
  .join(', ')})`;
