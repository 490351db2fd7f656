import { types } from 'pg';

const OID = { int8: 20, date: 1082, time: 1083, numeric: 1700 };
types.setTypeParser(OID.int8, Number);
types.setTypeParser(OID.numeric, Number);
// A date stays text; the driver would make a Date at midnight of the process's own zone.
types.setTypeParser(OID.date, (text) => text);
types.setTypeParser(OID.time, (text) => text.slice(0, 5));
