import { writeXlsx, type CellValue } from 'hucre/xlsx';

/** The headings of ПОС' export as it is now, and in the order of some years before, with fewer columns. */
export const LAYOUT_2026 = [
  'Номер',
  'Номер ЕПГУ',
  'Источник',
  'Верхнеуровневый ЛКО',
  'Категория',
  'Подкатегория',
  'Факт',
  'Организация, в которую поступило сообщение',
  'Организация, в которой находится сообщение',
  'Дата поступления',
  'Дата планируемого завершения работ',
  'Дата фактического завершения работ',
  'Стадия',
  'Статус',
  'Просрочено',
  'Фаст-трек',
  'ФЗ',
  'Заявитель выбрал подачу по 59-ФЗ',
  'Тип решения',
  'Направлено по email в ФОИВ, не подключенный к ПОС',
  'Оценка ответа заявителем',
  'Повторное рассмотрение',
  'ФИО координатора',
  'ФИО исполнителя',
  'ФИО руководителя',
] as const;
export type Heading = (typeof LAYOUT_2026)[number];

export const LAYOUT_2022: readonly Heading[] = [
  'Источник',
  'Номер',
  'Дата поступления',
  'Дата планируемого завершения работ',
  'Дата фактического завершения работ',
  'Статус',
  'Стадия',
  'Категория',
  'Подкатегория',
  'Факт',
  'ФЗ',
  'Фаст-трек',
  'Тип решения',
  'Оценка ответа заявителем',
  'Повторное рассмотрение',
  'ФИО исполнителя',
  'Номер ЕПГУ',
];

export type RegistryLine = Readonly<Partial<Record<Heading, CellValue>>>;

/** The sample row of ПОС: a fast track of ten days, finished. */
export const FINISHED: RegistryLine = {
  Номер: '327441806',
  'Номер ЕПГУ': '6668478383',
  Источник: 'ЕПГУ',
  Категория: 'Дороги',
  Подкатегория: 'Содержание дорог',
  Факт: 'Яма',
  'Дата поступления': '06.01.2026',
  'Дата планируемого завершения работ': '16.01.2026',
  'Дата фактического завершения работ': '07.01.2026',
  Стадия: 'Завершено',
  Статус: 'Отправлен ответ заявителю',
  Просрочено: 'Нет',
  'Фаст-трек': 'Да',
  ФЗ: 'Обычное сообщение',
  'Тип решения': 'Решено',
  'Оценка ответа заявителем': '5',
  'Повторное рассмотрение': 'Нет',
  'ФИО координатора': 'Кузнецова  Юлия  Юрьевна',
  'ФИО исполнителя': 'Петров Пётр Петрович',
};

/** One that is open: nothing is said of its end. */
export const OPEN: RegistryLine = {
  ...FINISHED,
  'Дата поступления': '24.11.2026',
  'Дата планируемого завершения работ': '04.12.2026',
  'Дата фактического завершения работ': '-',
  Стадия: 'В работе',
  Статус: 'Назначен исполнитель',
  'Тип решения': '-',
  'Оценка ответа заявителем': '-',
};

export const linesOf = (rows: readonly RegistryLine[], layout: readonly Heading[]): CellValue[][] => [
  [...layout],
  ...rows.map((row) => layout.map((heading) => row[heading] ?? '-')),
];

export async function xlsxOf(lines: readonly (readonly CellValue[])[], name = 'Sheet0'): Promise<Buffer> {
  return Buffer.from(await writeXlsx({ sheets: [{ name, rows: lines.map((line) => [...line]) }] }));
}

export const registryXlsx = (
  rows: readonly RegistryLine[],
  layout: readonly Heading[] = LAYOUT_2026,
): Promise<Buffer> => xlsxOf(linesOf(rows, layout));

export function csvOf(lines: readonly (readonly CellValue[])[], delimiter = ';'): string {
  const cell = (value: CellValue) => {
    const text = String(value ?? '');
    return /["\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return lines.map((line) => line.map(cell).join(delimiter)).join('\r\n');
}

/** As Excel saves a CSV where nobody has asked for UTF-8. */
export function windows1251(text: string): Buffer {
  return Buffer.from(
    [...text].map((character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0x80) return code;
      if (character === 'ё') return 0xb8;
      if (character === 'Ё') return 0xa8;
      if (character === '«') return 0xab;
      if (character === '»') return 0xbb;
      if (character === '№') return 0xb9;
      return code - 0x410 + 0xc0;
    }),
  );
}
