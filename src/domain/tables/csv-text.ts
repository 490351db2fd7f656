export type CsvValue = string | number | boolean | null | undefined;

/** A spreadsheet would take text that starts so for a formula. Numbers are none. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** Records as CSV (RFC 4180, lines ended by LF): no text in it is a formula, and what is missing is empty. */
export const csvText = (records: readonly (readonly CsvValue[])[]): string =>
  records.map((values) => `${values.map(cellOf).join(',')}\n`).join('');

function cellOf(value: CsvValue): string {
  const plain = String(value ?? '');
  const text = typeof value === 'string' && FORMULA.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
