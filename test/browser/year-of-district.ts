import { FINISHED, LAYOUT_2026, linesOf, OPEN, xlsxOf, type RegistryLine } from '../support/registry-files';

const CATEGORIES = [
  ['Дороги', 'Содержание дорог', 'Яма'],
  ['Благоустройство', 'Освещение улиц', 'Не горит фонарь'],
  ['ЖКХ', 'Отопление', 'Холодные батареи'],
  ['Дороги', 'Уборка снега', 'Не убран снег'],
  ['Образование', 'Детские сады', 'Очередь'],
] as const;
const EXECUTORS = ['Примеров Алмаз Маратович', 'Кузнецова Юлия Юрьевна', 'Насибулина Гульнара Ринатовна'];
const SOLUTIONS = ['Решено', 'Решено', 'Решено', 'Не решено', 'Отклонено'];
const DAY_MS = 86_400_000;
/** From the first of October. */
const LAST_DAY = 61;

const dayOf = (first: string, days: number): string =>
  new Date(Date.parse(first) + days * DAY_MS).toISOString().slice(0, 10).split('-').reverse().join('.');
const nth = <Item>(list: readonly Item[], index: number): Item => list[index % list.length] as Item;

/** An export of ПОС such as a small district has after two months, for pictures: nothing in it is by chance. */
export function exportOfDistrict(count = 240): Promise<Buffer> {
  const rows = Array.from({ length: count }, (_, index): RegistryLine => {
    const received = Math.floor((index * (LAST_DAY + 1)) / count);
    const [category, subcategory, fact] = nth(CATEGORIES, index * 7);
    const answered = received + 2 + (index % 11);
    const isOpen = answered > LAST_DAY || index % 53 === 0;
    const about = {
      Номер: String(327_500_000 + index),
      'Номер ЕПГУ': String(6_668_500_000 + index),
      Категория: category,
      Подкатегория: subcategory,
      Факт: fact,
      'Дата поступления': dayOf('2026-10-01', received),
      'Дата планируемого завершения работ': dayOf('2026-10-01', received + 10),
      'ФИО исполнителя': nth(EXECUTORS, index),
    };
    return isOpen
      ? { ...OPEN, ...about }
      : {
          ...FINISHED,
          ...about,
          'Дата фактического завершения работ': dayOf('2026-10-01', answered),
          'Тип решения': nth(SOLUTIONS, index * 3),
          'Оценка ответа заявителем': String(5 - (index % 4 === 0 ? index % 3 : 0)),
        };
  });
  return xlsxOf(linesOf(rows, LAYOUT_2026));
}
