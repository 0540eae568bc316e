import type { Words } from '../../../../src/i18n';
import { dayOf, plusDays } from '../../../../src/regulation/calendar';
import type { Destruction, DestructionEntry } from '../../../../src/usecases/applicants/destruction';
import { COPY_DAYS } from '../../../../src/usecases/applicants/remains';
import { yearsAfter } from '../../../../src/usecases/kit/years-ago';
import { signatureName } from '../../../../src/usecases/kit/officials';
import { capitalised } from '../../../../src/text/capitalised';
import type { Minutes, MinutesPart } from '../../../../src/usecases/kit/ports';
import type { Reading } from '../../turn';
import { fullDay, moment } from '../dates';

/** The order of Роскомнадзор wants it kept so long. */
const KEPT_YEARS = 3;

const paragraph = (text: string): MinutesPart => ({ as: 'paragraph', text });
const heading = (text: string): MinutesPart => ({ as: 'heading', text });

/** The act of destruction, and the extract of the journal of events below it; nothing in it names the applicant. */
export function destructionAct(destruction: Destruction, issuedAt: Date, { words, calendar }: Reading): Minutes {
  const { plain, locale } = words;
  const { number, registeredAt, at, decided, entries, head } = destruction;
  const on = (instant: Date) => fullDay(dayOf(instant, calendar));
  const when = (instant: Date) => moment(instant, new Date(0), calendar);
  const name = [head.nameRu, head.nameTt].filter((one) => one !== '');
  return {
    locale,
    head: name.length === 0 ? null : { name, contacts: head.contacts },
    title: plain('applicant:act.title'),
    of: plain('applicant:act.of', { number, day: on(registeredAt) }),
    date: on(at),
    parts: [
      paragraph(plain('applicant:act.law')),
      ...(name.length === 0 ? [] : [paragraph(plain('applicant:act.operator', { operator: name.join(' / ') }))]),
      ...factsOf(destruction, when(at), on, words),
      heading(plain('applicant:act.extract')),
      paragraph(plain('applicant:act.extractOf', { number })),
      {
        as: 'table',
        columns: (['event', 'when', 'who', 'entry'] as const).map((column) => plain(`applicant:act.column.${column}`)),
        rows: entries.map((entry) => rowOf(entry, when(entry.at), words)),
      },
      paragraph(plain('applicant:act.copies', { day: fullDay(plusDays(dayOf(at, calendar), COPY_DAYS)) })),
      ...(decided === null ? [paragraph(plain('applicant:act.sign'))] : []),
    ],
    signer:
      decided === null ? null : { name: signatureName(decided.name), position: capitalised(decided.position ?? '') },
    note: plain('applicant:act.note', { moment: when(issuedAt), day: on(yearsAfter(at, KEPT_YEARS)) }),
    issuedAt,
  };
}

/** Whose, which, where, how, why, when and by whom: what the order asks for. */
function factsOf(
  { number, beside, destroyed, reason, decided }: Destruction,
  at: string,
  on: (instant: Date) => string,
  { plain }: Words,
): MinutesPart[] {
  const categories = destroyed.length === 0 ? (['name', 'phone', 'email', 'address', 'words'] as const) : destroyed;
  return [
    paragraph(
      beside.length === 0
        ? plain('applicant:act.whose', { number })
        : plain('applicant:act.whoseBeside', { number, beside: beside.join(', № ') }),
    ),
    paragraph(
      plain('applicant:act.what', {
        what: categories.map((one) => plain(`applicant:act.destroyed.${one}`)).join('; '),
      }),
    ),
    paragraph(plain('applicant:act.system')),
    paragraph(plain('applicant:act.how')),
    paragraph(
      reason === null || decided === null
        ? plain('applicant:act.termOver')
        : plain('applicant:act.why', { reason, day: on(decided.at) }),
    ),
    paragraph(plain('applicant:act.when', { moment: at })),
    paragraph(
      decided === null
        ? plain('applicant:act.byClock')
        : decided.position === null || decided.position === ''
          ? plain('applicant:act.by', { name: decided.name })
          : plain('applicant:act.byPosition', { name: decided.name, position: decided.position }),
    ),
  ];
}

function rowOf({ id, action, by, rows }: DestructionEntry, at: string, { plain }: Words): string[] {
  const said = plain(`history:event.${action}`);
  return [
    rows === 0 ? said : plain('applicant:act.rows', { said, count: rows }),
    at,
    by === null ? plain('applicant:act.bot') : signatureName(by),
    String(id),
  ];
}
