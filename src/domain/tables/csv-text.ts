export type CsvValue = string | number | boolean | null | undefined;

/** A spreadsheet reads text that starts with one of these as a formula. Numbers are not affected. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/**
 * Records as CSV (RFC 4180, lines end with LF). Text is written so that no spreadsheet reads it as a formula;
 * null is empty.
 */
export const csvText = (records: readonly (readonly CsvValue[])[]): string =>
  records.map((values) => `${values.map(cellOf).join(',')}\n`).join('');

function cellOf(value: CsvValue): string {
  const plain = String(value ?? '');
  const text = typeof value === 'string' && FORMULA.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
