import { databaseOf, statement } from '../../database/database';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { maySee } from '../../regulation/rights';
import type { Kind } from '../../regulation/vocabulary';
import { shortName, signatureName } from '../people/names';
import type { Desk, Letter } from '../ports';
import { readLetterhead } from '../settings';
import { inDots } from '../submission/offered-templates';
import { capitalised } from '../../text/capitalised';
import type { LetterRefusal } from './letters';

/** What a letter says of the request, in the words of whoever writes it. */
export interface RequestSaid {
  readonly number: string;
  readonly kind: Kind;
  /** Days as they are printed. */
  readonly registered: string;
  readonly by: string;
  readonly what: string;
  /** Which of the appeal's requests it is. */
  readonly place: number;
}
/** The number under which it goes out, and its text. */
export type WordRequest = (said: RequestSaid) => Readonly<Pick<Letter, 'number' | 'text'>>;

interface Request {
  readonly appealId: number;
  readonly body: string;
  readonly what: string;
  readonly by: PlainDate;
  readonly askedAt: Date | null;
  readonly place: number;
  readonly number: string;
  readonly kind: Kind;
  readonly registeredAt: Date;
  readonly executor: string | null;
  readonly signer: string | null;
  readonly position: string | null;
}
// Whoever was reported to, or the executor's usual supervisor, puts their name under it; where there is neither, a hand does.
const readRequest = statement(
  'request-for-letter',
  `select r.appeal_id as "appealId", r.body, r.what, r.by_day as by, r.asked_at as "askedAt", a.number, a.kind, a.registered_at as "registeredAt",
     (select count(*)::int from document_request q where q.appeal_id = r.appeal_id and q.id <= r.id) as place,
     p.name as executor, s.name as signer, s.position
   from document_request r join appeal a on a.id = r.appeal_id
     left join person p on p.id = a.executor_id left join person s on s.id = coalesce(a.reported_to_id, p.supervisor_id)
   where r.id = $1 and r.cancelled_at is null`,
);

export type RequestLetter =
  | { readonly ok: true; readonly appealId: number; readonly fileName: string; readonly letter: Letter }
  | { readonly ok: false; readonly refusal: Extract<LetterRefusal, 'notFound' | 'noLetterhead'> };

/**
 * A request for documents (§2) on the office's paper, to be signed by hand and sent: of the appeal it has number and day, of the applicant
 * nothing. The same request is the same letter.
 */
export async function requestLetter(
  desk: Desk,
  viewer: Actor,
  requestId: number,
  word: WordRequest,
): Promise<RequestLetter> {
  const database = databaseOf(desk);
  const [request] = maySee(viewer, 'card') ? await database.query<Request>(readRequest, [requestId]) : [];
  if (!request) return { ok: false, refusal: 'notFound' };
  const head = await readLetterhead(database);
  if (head === null) return { ok: false, refusal: 'noLetterhead' };
  const { appealId, number, place, kind, what, by, registeredAt } = request;
  const fileName = `${number}-zapros-${place}.pdf`;
  const issuedAt = request.askedAt ?? desk.clock.now();
  const dateOf = (instant: Date) => inDots(dayOf(instant, desk.office.calendar()));
  const { signer, position, executor } = request;
  return {
    ok: true,
    appealId,
    fileName,
    letter: {
      locale: 'ru',
      head: { name: [head.nameRu, head.nameTt].filter((name) => name !== ''), contacts: head.contacts },
      date: dateOf(issuedAt),
      ...word({ number, place, kind, what, by: inDots(by), registered: dateOf(registeredAt) }),
      inAnswerTo: null,
      alsoTo: [],
      addressee: request.body,
      draft: null,
      signer: signer === null ? null : { name: signatureName(signer), position: capitalised(position ?? '') },
      executor: { name: executor === null ? null : shortName(executor), phone: head.phone },
      enclosed: [],
      issuedAt,
    },
  };
}
