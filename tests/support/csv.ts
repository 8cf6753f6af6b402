/** Reads CSV as RFC 4180 (section 2) writes it: cells between commas, quoted where they hold one of `",` or a line's end. */
export function readCsv(text: string): string[][] {
  const cells = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/gy;
  const rows: string[][] = [];
  let row: string[] = [];
  for (let found = cells.exec(text); found !== null && cells.lastIndex <= text.length; found = cells.exec(text)) {
    const [, cell = '', end = ''] = found;
    row.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === ',') continue;
    rows.push(row);
    row = [];
    if (cells.lastIndex === text.length) return rows;
  }
  throw new Error(`No CSV from sign ${cells.lastIndex} on: ${text.slice(cells.lastIndex, cells.lastIndex + 80)}`);
}
