import type { Words } from '../../../src/i18n';
import { dayOf, type OfficeCalendar } from '../../../src/regulation/calendar';
import type {
  CheckedSignature,
  RevocationCheck,
  SignatureCheck,
  SignatureFault,
} from '../../../src/usecases/kit/signature';
import { clockTime, fullDay } from './calendar-words';

type Show = (instant: Date) => string;
const showIn =
  (calendar: OfficeCalendar): Show =>
  (instant) =>
    `${fullDay(dayOf(instant, calendar))} ${clockTime(instant, calendar)}`;

/** The verdict on a signature for an official, line by line: what was checked, or what is wrong and what to do. No СНИЛС is in it. */
export function signatureLines(check: SignatureCheck, words: Words, calendar: OfficeCalendar): string[] {
  const show = showIn(calendar);
  return check.good ? goodLines(check, words, show) : badLines(check.fault, words, show);
}

/** What an official has to know of a good signature before they approve with it. */
export function checkedInShort(check: CheckedSignature, words: Words, calendar: OfficeCalendar): string[] {
  const { plain } = words;
  const show = showIn(calendar);
  const checked = [
    plain('signature:checked.document'),
    plain('signature:checked.owner', { owner: check.subject, serial: check.serial }),
    plain('signature:checked.issuer', { issuer: check.issuer }),
    plain(`signature:checked.told_${check.toldBy ?? 'nobody'}`),
    ...check.revocation.map((link) => revocationLine(link, words, show)),
    plain('signature:checked.checkedAt', { moment: show(check.checkedAt) }),
  ];
  return [
    plain(`signature:verdict.good_${check.level}`),
    plain('signature:checked.title'),
    ...checked.map((line) => `• ${line}`),
  ];
}

function badLines(fault: SignatureFault, { plain }: Words, show: Show): string[] {
  const values = { ...fault, moment: 'moment' in fault ? show(fault.moment) : '' };
  return [
    plain('signature:verdict.bad'),
    plain(`signature:fault.${fault.kind}.wrong`, values),
    plain(`signature:fault.${fault.kind}.todo`),
  ];
}

function goodLines(check: CheckedSignature, words: Words, show: Show): string[] {
  const { plain } = words;
  const { hashes, chain, signedAt } = check;
  const checked = [
    plain('signature:checked.document'),
    plain(`signature:checked.form_${check.form}`),
    plain('signature:checked.sha256', { hash: hashes.sha256 }),
    plain('signature:checked.streebog256', { hash: hashes.streebog256 }),
    plain('signature:checked.streebog512', { hash: hashes.streebog512 }),
    plain('signature:checked.algorithm', { algorithm: plain(`signature:algorithm.${check.algorithm}`) }),
    plain('signature:checked.owner', { owner: check.subject, serial: check.serial }),
    plain('signature:checked.issuer', { issuer: check.issuer }),
    plain('signature:checked.valid', { from: show(check.validFrom), to: show(check.validTo) }),
    plain('signature:checked.chain', { chain: chain.join(' → ') }),
    plain(`signature:checked.told_${check.toldBy ?? 'nobody'}`),
    ...check.revocation.map((link) => revocationLine(link, words, show)),
    signedAt === null
      ? plain('signature:checked.noSignedAt')
      : plain('signature:checked.signedAt', { moment: show(signedAt) }),
    plain('signature:checked.checkedAt', { moment: show(check.checkedAt) }),
  ];
  return [
    plain(`signature:verdict.good_${check.level}`),
    plain('signature:checked.title'),
    ...checked.map((line) => `• ${line}`),
  ];
}

function revocationLine({ authority, state, number, issuedAt }: RevocationCheck, { plain }: Words, show: Show): string {
  const moment = issuedAt === null ? '' : show(issuedAt);
  return state === 'fresh' && number !== null
    ? plain('signature:checked.revocation_freshNumbered', { authority, number, moment })
    : plain(`signature:checked.revocation_${state}`, { authority, moment });
}
