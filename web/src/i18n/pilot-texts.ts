import { EN } from '../../../src/domain/pilot-texts/en.js';
import pilots from './en-pilots.json';
import { withTexts } from './with-texts.js';

/** Gives a page the texts of pilots and of voices. */
export const withPilotTexts = withTexts({ en: { ...pilots, ...EN } });
