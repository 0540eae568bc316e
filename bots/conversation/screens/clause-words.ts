import type { Words } from '../../../src/i18n';

/** Приложение № 1 of the decree is the Порядок itself. */
const ORDER = '1';

/** A clause of the table as officials cite it: «П1/2 Координатор» is «п. 2 Порядка», «59-ФЗ ст. 12 ч. 2» is «ч. 2 ст. 12 59-ФЗ». */
export function clauseWords(clause: string, { plain }: Words): string {
  const [, annex, point] = /^П(\d+)\/(\d+)/.exec(clause) ?? [];
  if (annex !== undefined && point !== undefined)
    return annex === ORDER
      ? plain('history:clauseOf.order', { point })
      : plain('history:clauseOf.annex', { annex, point });
  const [, article, part] = /^59-ФЗ ст\. (\d+) ч\. (\d+)/.exec(clause) ?? [];
  return article !== undefined && part !== undefined ? plain('history:clauseOf.law59', { article, part }) : clause;
}
