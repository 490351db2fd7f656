import '../../src/platform/luxon-settings.js';
import fc from 'fast-check';
import { runs } from './property-runs.js';

fc.configureGlobal({ numRuns: runs(100) });
