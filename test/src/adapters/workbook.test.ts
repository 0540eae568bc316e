import { readXlsx } from 'hucre/xlsx';
import { writeWorkbook } from '../../../src/adapters/workbook';
import type { Sheet } from '../../../src/usecases/kit/sent-table';

const HOSTILE = ['=HYPERLINK("http://x";"y")', '+7', '-1', '@SUM(A1)', '\t=1+1', '\u0001'];
const sheet: Sheet = {
  name: 'Просрочки',
  columns: [
    { heading: 'Номер', type: 'text', width: 14 },
    { heading: 'Дней', type: 'number', width: 8 },
    { heading: 'Срок', type: 'moment', width: 18 },
  ],
  rows: [
    ['327441806', 3, new Date('2026-11-25T09:30:00Z')],
    ...HOSTILE.map((text): Sheet['rows'][number] => [text, null, null]),
  ],
};

test('a workbook is read back as it was meant: sheets, headings, numbers, moments', async () => {
  const read = await readXlsx(await writeWorkbook([sheet, { ...sheet, name: 'Пустой', rows: [] }]));
  expect(read.sheets.map(({ name }) => name)).toEqual(['Просрочки', 'Пустой']);
  expect(read.sheets[0]?.rows.slice(0, 2)).toEqual([['Номер', 'Дней', 'Срок'], sheet.rows[0]]);
  expect(read.sheets[1]?.rows).toEqual([['Номер', 'Дней', 'Срок']]);
});

test('the heading stays in view and has filters', async () => {
  const [read] = (await readXlsx(await writeWorkbook([sheet]))).sheets;
  expect([read?.freezePane?.rows, read?.autoFilter?.range]).toEqual([1, 'A1:C8']);
  expect(read?.pageSetup).toMatchObject({ orientation: 'landscape', fitToWidth: 1, fitToHeight: 0 });
});

test.each(HOSTILE.map((text, index) => [text, index + 2] as const))(
  '%j is a text, not a formula',
  async (text, row) => {
    const [read] = (await readXlsx(await writeWorkbook([sheet]), { readStyles: true })).sheets;
    expect(read?.rows[row]?.[0]).toBe(text);
    expect(read?.cells?.get(`${row},0`)?.formula).toBeUndefined();
    expect(read?.cells?.get(`${row},0`)?.style?.numFmt).toBe('@');
  },
);

test('the heading is printed on every sheet of paper, whatever the sheet is called', async () => {
  const named = { ...sheet, name: "Дом 'у' реки" };
  const { sheets } = await readXlsx(await writeWorkbook([sheet, named]));
  expect(sheets.map(({ pageSetup }) => pageSetup?.printTitlesRow)).toEqual(['$1:$1', '$1:$1']);
});

test('a share is a number that is read as a percentage, also among other numbers', async () => {
  const columns = [{ heading: 'Значение', type: 'number', width: 10 }] as const;
  const [read] = (
    await readXlsx(await writeWorkbook([{ name: 'Итоги', columns, rows: [[7], [{ share: 0.925 }]] }]), {
      readStyles: true,
    })
  ).sheets;
  expect(read?.rows.slice(1)).toEqual([[7], [0.925]]);
  expect(read?.cells?.get('2,0')?.style?.numFmt).toBe('0.0%');
  expect(read?.cells?.get('1,0')?.style?.numFmt).toBe('0');
});
