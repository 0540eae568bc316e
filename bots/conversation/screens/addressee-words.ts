import type { Words } from '../../../src/i18n';
import { inOneLine, officeInGenitive, surnameInDative } from '../../../src/text/addressee';
import type { Addressees } from '../../../src/usecases/answers/given-files';
import { shortName } from '../../../src/usecases/kit/officials';

/** To whom a paper goes: the post, the office, the name, line by line; what is not known is left out. */
export function addresseeWords(post: string, to: string | null, { office }: Addressees, { locale }: Words): string {
  const name = inOneLine(locale === 'tt' && office.tt !== '' ? office.tt : office.ru);
  const inRussian = locale === 'ru';
  return [
    post,
    ...(name === '' ? [] : [(inRussian ? officeInGenitive(name) : null) ?? name]),
    ...(to === null ? [] : [inRussian ? nameInDative(to) : shortName(to)]),
  ].join('\n');
}

/** «Насибулиной Г.Р.»; one whose dative is not for sure stands as it is, in brackets. */
function nameInDative(fullName: string): string {
  const short = shortName(fullName);
  const surname = surnameInDative(fullName);
  return surname === null ? `(${short})` : [surname, ...short.split(' ').slice(1)].join(' ');
}
