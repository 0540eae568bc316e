/** Signs that stand before a number where people and tables write it: «№ 12», «'12» of a cell that is a text. */
const BEFORE = /^[\s'’‘`"«]*(?:№|#|N[°º]\s*)?[\s'’‘`"]*/u;
const AFTER = /[\s'’‘`"»]+$/u;

/** A number of ПОС as it is kept, however it was written: the one rule, wherever a number comes from. */
export const plainNumber = (text: string): string =>
  text
    .replace(BEFORE, '')
    .replace(AFTER, '')
    .replace(/(?<=\d)\s+(?=\d)/gu, '');

/** «3,41E+08»: a spreadsheet has shortened it, and its last digits are gone. */
export const isShortenedNumber = (text: string): boolean => /^\d(?:[.,]\d+)?[eе]\+?\d{1,3}$/iu.test(plainNumber(text));
