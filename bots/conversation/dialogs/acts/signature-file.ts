import { AppError } from '../../../../src/errors';
import { issueLetter } from '../../../../src/usecases/answers/letters';
import { endOutrun } from '../../../../src/usecases/acts/answer-act';
import type { ActForm } from '../../../../src/usecases/answers/submission';
import { takeSignature, type TakenSignature } from '../../../../src/usecases/answers/protocols';
import { showFormBelow } from '../../../../src/usecases/kit/places';
import { LARGEST_SIGNATURE, TRUST_BAD } from '../../../../src/usecases/kit/signature';
import type { Attachment } from '../../feature';
import { letterRefusal } from '../../screens/appeals/letter-words';
import { signatureLines } from '../../screens/signature-lines';
import { sendLetter } from '../../send-letter';
import { showCard } from '../../show-card';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import { attachmentOf, storeFile } from '../keep-file';
import { sayOfFile } from '../../say-of-file';
import { sayOutcome } from './act-outcome';

type CameFile = Extract<Attachment, { what: 'file' }>;

/** What is to be signed, once «Утвердить» is pressed; or why there is no letter. */
export async function letterToSign(
  talk: Talk,
  turn: Turn,
  appealId: number,
): Promise<{ readonly complaint: string } | { readonly send: () => Promise<void> }> {
  const result = await issueLetter(talk.desk, turn.official, appealId, talk);
  return result.ok
    ? { send: async () => sendLetter(talk, turn, await result.issue()) }
    : { complaint: letterRefusal(result.refusal, turn.words) };
}

/** The file of a signature: every bad one is answered by its own words and changes nothing, a good one goes with the form. */
export async function takeSignatureFile(talk: Talk, turn: Turn, form: ActForm, came: CameFile): Promise<void> {
  const { words, reading } = turn;
  const complain = (complaint: string) => showCard(talk, turn, form.appealId, { complaint });
  const refuse = (check: Extract<TakenSignature, { kind: 'refused' }>['check']) =>
    complain(signatureLines(check, words, reading.calendar).join('\n'));
  // Both are said before it is fetched: a messenger makes a picture of whatever is sent as a photo, and no signature is so large.
  if (came.file.compressed) return complain(words.plain('form:signatureIsPhoto'));
  if (came.file.size !== null && came.file.size > LARGEST_SIGNATURE)
    return refuse({ good: false, fault: { kind: 'tooLarge' } });
  const stored = await storeFile(talk, turn, came.file);
  if (typeof stored === 'string') return sayOfFile(talk, turn, stored);
  const taken = await checked(talk, form, attachmentOf(talk, turn, form, came, stored));
  switch (taken.kind) {
    case 'kept':
      await showFormBelow(talk.desk, turn.official, form.appealId);
      return talk.wake();
    case 'refused':
      return refuse(taken.check);
    case 'notIssued':
      return complain(words.plain('form:signatureNoLetter'));
    case 'cannot':
      return complain(words.plain('form:signatureNoTrust'));
    case 'over':
      return sayOutcome(talk, turn, await endOutrun(talk.desk, form));
  }
}

/** `cannot`: what signatures are checked by is not in order; which file, the log says. */
async function checked(
  { desk, files, checkSignature, log }: Talk,
  form: ActForm,
  file: ReturnType<typeof attachmentOf>,
): Promise<TakenSignature | { readonly kind: 'cannot' }> {
  if (checkSignature === null) throw new Error('A signature was asked for where none is checked');
  try {
    return await takeSignature(desk, form, file, { files, checkSignature });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== TRUST_BAD) throw error;
    log.error({ reason: error.message }, 'No signature can be checked');
    return { kind: 'cannot' };
  }
}
