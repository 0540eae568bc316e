import type { Words } from '../../../src/i18n';
import type { ShownSignature, SignedThere } from '../../../src/usecases/answers/version-files';
import type { Reading } from '../kit/turn';
import { button, type ScreenButton } from '../kit/screen';
import { moment } from '../kit/calendar-words';
import { inOneLine, officeInGenitive, surnameInDative } from '../../../src/text/addressee';
import type { Addressees } from '../../../src/usecases/answers/given-files';
import { shortName } from '../../../src/usecases/kit/officials';

/** «подписано: …, квалифицированная подпись, сертификат № …; проверено ботом 25 ноября, 10:05», in plain words. */
export const signedLine = (
  { level, subject, serial, checkedAt }: ShownSignature,
  { words: { plain }, now, calendar }: Reading,
): string => plain(`signature:signed.${level}`, { owner: subject, serial, moment: moment(checkedAt, now, calendar) });

/** «Подписано и утверждено в ПОС, УКЭП», in plain words. */
export const signedThereLine = ({ level }: SignedThere, { plain }: Words): string =>
  plain(level === null ? 'signature:there' : `signature:thereWith.${level}`);

/** What was checked of it, on paper. */
export const protocolButton = ({ id }: ShownSignature, { plain }: Words): ScreenButton =>
  button(plain('signature:protocol.button'), { kind: 'protocol', signatureId: id });

/** The same among several answers. */
export const datedProtocolButton = (
  { id, checkedAt }: ShownSignature,
  { words: { plain }, now, calendar }: Reading,
): ScreenButton =>
  button(plain('signature:protocol.buttonOf', { moment: moment(checkedAt, now, calendar) }), {
    kind: 'protocol',
    signatureId: id,
  });

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
