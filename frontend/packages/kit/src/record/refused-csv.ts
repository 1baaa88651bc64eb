import type { RefusedRow } from './types';

/** The rows that were left out, as a CSV file with a byte order mark, which spreadsheets need. */
export function refusedCsv(rows: readonly RefusedRow[], textOf: (row: RefusedRow) => string): string {
  const lines = rows.map((row) => [String(row.row), row.column ?? '', row.value ?? '', textOf(row)].map(cell).join(','));
  return `\ufeff${['row,column,value,message', ...lines].join('\r\n')}\r\n`;
}

/** A cell that a spreadsheet shows and does not calculate. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
