import type { SignatureLevel } from '../../regulation/signatures';
import type { CheckedSignature, Signer } from '../../usecases/kit/signature';
import type { Holder } from './certificate';
import { refuse } from './refused';

/**
 * Whether the certificate is of whoever must have signed.
 * @returns what it was told by
 * @throws Refused
 */
export function checkOwner(holder: Holder, signer: Signer | null, level: SignatureLevel): CheckedSignature['toldBy'] {
  if (signer === null) return null;
  const ofOther = () => refuse({ kind: 'otherPerson', owner: holder.name });
  if (isSet(signer.inn) && isSet(holder.inn) && digits(signer.inn) !== digits(holder.inn)) ofOther();
  if (isSet(signer.snils) && isSet(holder.snils))
    return digits(signer.snils) === digits(holder.snils) ? 'snils' : ofOther();
  // the name of a qualified certificate proves nothing: people share names, and nobody shares a СНИЛС
  if (level === 'qualified') return isSet(signer.snils) ? ofOther() : refuse('snilsUnknown');
  return isSet(signer.name) && plain(holder.name) === plain(signer.name) ? 'name' : ofOther();
}

const isSet = (text: string | null): text is string => text !== null && text !== '';
const digits = (text: string): string => text.replace(/\D/g, '');

/** Names as people compare them: the two dots of a letter are often left out. */
const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\u0308/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
