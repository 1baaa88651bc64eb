/** So many rows of a file are shown before it is taken. */
const ROWS = 20;
/** So much of a file is enough for them. */
const PEEK = 256 << 10;

/** The first rows of a CSV file, as the server will read them: UTF-8, UTF-16 or CP932, commas or tabs. */
export async function peek(file: Blob): Promise<string[][]> {
  const bytes = new Uint8Array(await file.slice(0, PEEK).arrayBuffer());
  const cut = file.size > PEEK;
  const rows = rowsOf(decode(bytes, cut));
  if (cut && rows.length <= ROWS) rows.pop(); // it may not be whole
  return rows.slice(0, ROWS);
}

/** Finds out the encoding; the end of a file that was cut may be half a character. */
export function decode(bytes: Uint8Array, cut = false): string {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe) || (b === 0 && d === 0 && bytes.length > 3)) return new TextDecoder('utf-16le').decode(bytes);
  if ((a === 0xfe && b === 0xff) || (a === 0 && c === 0 && bytes.length > 3)) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return new TextDecoder('shift_jis').decode(bytes);
  }
}

/** Rows and cells of a text (RFC 4180). Rows without any text are passed over. */
export function rowsOf(text: string): string[][] {
  const plain = text.replace(/^\ufeff/, '');
  const first = plain.slice(0, Math.max(0, plain.indexOf('\n'))) || plain;
  const comma = first.includes('\t') && !first.includes(',') ? '\t' : ',';
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const end = () => {
    row.push(cell.replace(/\r$/, ''));
    cell = '';
  };
  for (let i = 0; i < plain.length; i++) {
    const at = plain[i]!;
    if (quoted) {
      if (at !== '"') cell += at;
      else if (plain[i + 1] === '"') cell += plain[++i];
      else quoted = false;
    } else if (at === '"' && cell === '') quoted = true;
    else if (at === comma) end();
    else if (at === '\n') {
      end();
      rows.push(row);
      row = [];
    } else cell += at;
  }
  if (cell !== '' || row.length > 0) {
    end();
    rows.push(row);
  }
  return rows.filter((cells) => cells.some((text) => text.trim() !== ''));
}

/** Which column is probably which: by its name in the first row, else the first one with mostly digits is the first wanted. */
export function guess(rows: readonly string[][], wanted: readonly { name: string; words: string }[]): { header: boolean; names: string[] } {
  const width = Math.max(0, ...rows.map((cells) => cells.length));
  const names = new Array<string>(width).fill('');
  const head = (rows[0] ?? []).map((text) => text.trim().toLowerCase());
  for (const { name, words } of wanted) {
    const at = head.findIndex((text, i) => names[i] === '' && (text === name.toLowerCase() || text === words.toLowerCase()));
    if (at >= 0) names[at] = name;
  }
  const isNumber = (text: string | undefined) => text !== undefined && /^\+?[\d\s()*-]{3,}$/.test(text.normalize('NFKC').trim());
  const header = !head.some((text) => isNumber(text));
  if (!names.some((name) => name !== '') && wanted[0]) {
    const body = rows.slice(header ? 1 : 0);
    const at = names.findIndex((_, i) => body.length > 0 && body.filter((cells) => isNumber(cells[i])).length * 2 > body.length);
    if (at >= 0) names[at] = wanted[0].name;
  }
  return { header, names };
}
