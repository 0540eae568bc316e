/**
 * How a paper in Russian is addressed: to whom, so in the dative; of which office, so in the genitive. Only what has one form for sure is
 * inflected, since a paper for a personnel file must not misname anybody.
 */

/** «Исполнительный комитет …» and «Администрация …», in the letters that the letterhead has. */
const OFFICES = [
  [/^исполнительный комитет/iu, ['Исполнительного комитета', 'ИСПОЛНИТЕЛЬНОГО КОМИТЕТА']],
  [/^администрация/iu, ['Администрации', 'АДМИНИСТРАЦИИ']],
] as const;

/** «Исполнительного комитета Тестового района» of a letterhead in several lines; null: another office, which is left as it is called. */
export function officeInGenitive(name: string): string | null {
  const line = inOneLine(name);
  for (const [nominative, [usual, capitals]] of OFFICES) {
    const begins = nominative.exec(line)?.[0];
    if (begins !== undefined)
      return (begins === begins.toLocaleUpperCase('ru') ? capitals : usual) + line.slice(begins.length);
  }
  return null;
}
export const inOneLine = (name: string): string => name.trim().replace(/\s+/gu, ' ');

/** The post of whoever heads an executive committee begins so; for `~*` of PostgreSQL. */
export const HEADS_OFFICE = '^руководитель (исполнительного комитета|исполкома)';

type Gender = 'she' | 'he';
const PATRONYMICS = [
  [/(?:вна|чна|шна)$|\s(?:кызы|гызы|кизи)$/iu, 'she'],
  [/(?:вич|ьич)$|\s(?:улы|оглы|углы)$/iu, 'he'],
] as const;
const SURNAMES: Readonly<Record<Gender, readonly (readonly [RegExp, (surname: string) => string])[]>> = {
  she: [
    [/(?:[оеё]в|[иы]н)а$/iu, (surname) => `${surname.slice(0, -1)}ой`],
    [/[сц]кая$/iu, (surname) => `${surname.slice(0, -2)}ой`],
  ],
  he: [
    [/(?:[оеё]в|[иы]н)$/iu, (surname) => `${surname}у`],
    [/[сц]кий$/iu, (surname) => `${surname.slice(0, -2)}ому`],
  ],
};

/** «Насибулина Гульнара Ринатовна» → «Насибулиной»; null: one whose dative is not for sure. */
export function surnameInDative(fullName: string): string | null {
  const name = inOneLine(fullName);
  const [surname = ''] = name.split(' ');
  const gender = PATRONYMICS.find(([ending]) => ending.test(name))?.[1];
  if (gender === undefined) return null;
  const parts = surname.split('-').map((part) => SURNAMES[gender].find(([ending]) => ending.test(part))?.[1](part));
  return parts.every((part) => part !== undefined) ? parts.join('-') : null;
}
