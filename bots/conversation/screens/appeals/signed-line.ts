import type { Words } from '../../../../src/i18n';
import type { ShownSignature, SignedThere } from '../../../../src/usecases/answers/version-files';
import type { Reading } from '../../turn';
import { button, type ScreenButton } from '../../screen';
import { moment } from '../dates';

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
