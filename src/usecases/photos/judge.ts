import { Evidence } from '../../../entities/photos';
import { columnNames, columns, snakeCase, type RowOf } from '../../database/columns';
import { statement, type Queries, databaseOf, type Transaction } from '../../database/database';
import {
  judgePlace,
  judgeReuse,
  judgeTime,
  type JudgedPlace,
  type OtherUse,
  type PhotoRules,
  type Place,
  type SharedPlace,
  type TimeVerdict,
} from '../../regulation/evidence';
import { workedAsOne } from '../appeals/pending';
import { say } from '../kit/messages';
import type { Listener } from '../kit/officials';
import type { Desk, FindAlike, Likeness } from '../kit/ports';
import { redraw } from '../kit/redraw';
import { photoRules } from '../kit/settings';

const unjudgeAppeal = statement(
  'judge-photos-anew',
  `update attachment set judged_at = null where kind = 'photo' and origin = 'official' and judged_at is not null
     and (appeal_id = $1 or form_id in (select id from form where appeal_id = $1 and state = 'open'))`,
);

/**
 * What photos of this appeal are compared with has changed: its point, who has it, the applicant's own photos. Until they are judged
 * again, in a moment, their former verdicts stand. @idempotent
 */
export const judgeAnew = async (queries: Queries, appealId: number): Promise<void> => {
  await queries.query(unjudgeAppeal, [appealId]);
};

const unjudgeOpen = statement(
  'judge-open-photos-anew',
  `update attachment set judged_at = null where kind = 'photo' and origin = 'official' and judged_at is not null
     and (appeal_id in (select appeal_id from open_work) or form_id in (select id from form where state = 'open' and appeal_id is not null))`,
);

/** The office judges photos by other rules: those of appeals that are worked on are judged by them. @idempotent */
export const judgeOpenAnew = async (queries: Queries): Promise<void> => {
  await queries.query(unjudgeOpen);
};

const unjudgeTwins = statement(
  'judge-later-twins-anew',
  `update attachment set judged_at = null where id in (
     select u.id from attachment u left join form f on f.id = u.form_id left join evidence e on e.attachment_id = u.id
       left join attachment known on known.id = e.reuse_of_id
     where (u.sha256 = $3 or u.sha256 in (select sha256 from picture where id = any($4::int[])))
       and (u.received_at, u.id) > ($2, $1) and u.origin = 'official' and u.kind = 'photo' and u.judged_at is not null
       and (known.id is null or (known.received_at, known.id) > ($2, $1))
       and (coalesce(u.appeal_id, f.appeal_id) is distinct from $5 or exists (select from journal_entry r
         where r.appeal_id = $5 and r.action = 'returnForReexamination' and r.at >= $2 and r.at <= u.received_at)))`,
);

/**
 * A photo is in use that came before others which look the same: those were judged without knowing of it, since older photos are
 * examined later, or their form has acted later. Once more in the same round of its appeal is no reuse: there each of many would have
 * all later ones judged anew, and those again all after them. @idempotent
 * @param alike rows of `picture`
 */
export const judgeTwinsAnew = async (
  queries: Queries,
  { id, receivedAt, sha256 }: { readonly id: number; readonly receivedAt: Date; readonly sha256: string },
  appealId: number | null,
  alike: readonly number[],
): Promise<void> => {
  await queries.query(unjudgeTwins, [id, receivedAt, sha256, alike, appealId]);
};

/** A photo whose evidence is still to be judged. */
export interface Waiting {
  readonly id: number;
  readonly sha256: string;
  readonly receivedAt: Date;
  /** Null: its bytes were not examined yet. */
  readonly pictureId: number | null;
  /** The bytes are no more, so nothing can be read of them. */
  readonly isGone: boolean;
  readonly perceptual: string | null;
  readonly difference: string | null;
}

const VERDICT = [
  'time',
  'place',
  'distance',
  'placeBy',
  'reuse',
  'reuseOfId',
] as const satisfies readonly (keyof Evidence)[];
type Verdict = Pick<Evidence, (typeof VERDICT)[number]>;

const OF_EVIDENCE = columns(Evidence, ['attachmentId', ...VERDICT], 'e');

interface Facts extends WhenAndWhere {
  readonly origin: 'official' | 'applicant';
  /** Null: nobody has said to which it belongs. */
  readonly appealId: number | null;
  /** Its form has acted. */
  readonly inUse: boolean;
  /** The appeal is still worked on. */
  readonly isOpen: boolean;
  /** Whose form it is in, which has not acted yet. */
  readonly fillerId: number | null;
  readonly isUnreadable: boolean;
  readonly returnedAt: Date | null;
  readonly former: RowOf<typeof OF_EVIDENCE> | null;
}

/** From when on a photo tells of the work: by which act, and when. */
export interface WorkBegan {
  readonly by: 'assigned' | 'returned' | 'postponed' | 'registered';
  readonly at: Date;
}
const BEGINS = `case j.action when 'returnForReexamination' then 'returned' when 'approveAnswer' then 'postponed' else 'assigned' end`;
/**
 * The work is somebody's since the appeal was last given to an executor before the photo came, and not taken back at once; what came after
 * the interim answer of «Отложено» tells of what was done since its approval; before anybody had it, since its registration. Of an attachment
 * `t`: a `WorkBegan` as JSON. SQL.
 */
export const workBegan = (appealId: string): string => `coalesce((select jsonb_build_object('by', ${BEGINS}, 'at', j.at)
    from journal_entry j where j.appeal_id = ${appealId} and j.at <= t.received_at
      and (j.to_stage = 'assigned' and j.action in ('assign', 'passToSubordinate', 'returnForReexamination')
        or j.action = 'approveAnswer' and j.details ? 'postponedUntil')
      and not exists (select from journal_entry u where u.appeal_id = j.appeal_id and u.action = 'undoAssignment' and u.id > j.id
        and not exists (select from journal_entry k where k.appeal_id = j.appeal_id and k.action = 'assign' and k.id > j.id and k.id < u.id))
    order by j.at desc, j.id desc limit 1),
  (select jsonb_build_object('by', 'registered', 'at', q.registered_at) from appeal q where q.id = ${appealId}))`;
const SINCE = `(${workBegan('a.id')} ->> 'at')::timestamptz`;

/** Of an attachment `t`, its picture `p` and its appeal `a`: what its time and place are judged by, as `WhenAndWhere`. SQL. */
export const WHEN_AND_WHERE = `case when a.latitude is not null and a.longitude is not null
       then jsonb_build_object('latitude', a.latitude, 'longitude', a.longitude) end as point,
     case when p.latitude is not null and p.longitude is not null
       then jsonb_build_object('latitude', p.latitude, 'longitude', p.longitude, 'error', p.position_error) end as own,
     p.taken_at as "takenAt", ${SINCE} as since,
     (select jsonb_agg(jsonb_build_object('latitude', s.latitude, 'longitude', s.longitude, 'error', s.position_error, 'at', s.at, 'live', s.live))
      from shared_place s where s.person_id = t.uploaded_by_id
        and s.at between least(t.received_at, p.taken_at) - interval '10 minutes' and t.received_at + interval '10 minutes') as shared`;

/** What the time and the place of a photo are judged by. */
export interface WhenAndWhere {
  readonly point: Omit<Place, 'error'> | null;
  readonly own: Place | null;
  readonly takenAt: Date | null;
  readonly since: Date | null;
  readonly shared: readonly (Omit<SharedPlace, 'at'> & { readonly at: string })[] | null;
}

/** By these rules. @param receivedAt when it came */
export function judgeWhenAndWhere(
  { point, own, takenAt, since, shared }: WhenAndWhere,
  receivedAt: Date,
  rules: PhotoRules,
): { readonly time: TimeVerdict; readonly place: JudgedPlace } {
  const places = (shared ?? []).map((place) => ({ ...place, at: new Date(place.at) }));
  return {
    time: judgeTime({ takenAt, receivedAt, since: since ?? receivedAt }, rules),
    place: judgePlace({ point, own, shared: places, takenAt, receivedAt }, rules),
  };
}

// The row's lock is short: a press that gives the photo to its appeal waits for it. One that another instance has is skipped.
const lockFacts = statement(
  'photo-to-judge',
  `select t.origin, a.id as "appealId", t.appeal_id is not null as "inUse",
     exists (select from open_work w where w.appeal_id = a.id) as "isOpen",
     case when t.appeal_id is null then f.person_id end as "fillerId", p.outcome <> 'picture' as "isUnreadable",
     ${WHEN_AND_WHERE},
     (select max(r.at) from journal_entry r where r.appeal_id = a.id and r.action = 'returnForReexamination' and r.at <= t.received_at) as "returnedAt",
     (select to_jsonb(e) from (select ${OF_EVIDENCE} from evidence e where e.attachment_id = t.id) e) as former
   from attachment t left join form f on f.id = t.form_id left join picture p on p.sha256 = t.sha256
     left join appeal a on a.id = coalesce(t.appeal_id, case when f.state = 'open' then f.appeal_id end)
   where t.id = $1 and t.judged_at is null for no key update of t skip locked`,
);
// What is given to each of several appeals with one act is no second use.
const selectUses = statement(
  'uses-of-picture',
  `select u.id as "attachmentId", u.appeal_id as "appealId", u.origin, u.received_at as "receivedAt", q.id as "pictureId"
   from attachment u left join picture q on q.sha256 = u.sha256
   where (u.sha256 = $2 or u.sha256 in (select sha256 from picture where id = any($3::int[])))
     and u.id <> $1 and u.appeal_id is not null
     and not exists (select from attachment t where t.id = $1 and t.form_id = u.form_id and t.appeal_id <> u.appeal_id)
     and ($4::int is null or u.appeal_id = $4 or not ${workedAsOne('u.appeal_id', '$4')})`,
);
const WRITTEN = ['attachmentId', ...VERDICT, 'judgedAt'] as const satisfies readonly (keyof Evidence)[];
const writeEvidence = statement(
  'write-evidence',
  `insert into evidence (${columnNames(Evidence, WRITTEN)}) values (${WRITTEN.map((_, index) => `$${index + 1}`).join(', ')})
   on conflict (attachment_id) do update set ${[...VERDICT, 'judgedAt'].map((name) => `${snakeCase(name)} = excluded.${snakeCase(name)}`).join(', ')}`,
);
const markJudged = statement('mark-judged', 'update attachment set judged_at = $2 where id = $1');
const selectHolders = statement(
  'cards-of-photo',
  `select p.id, c.messenger, c.chat_id as "chatId" from card d join person p on p.id = d.person_id join account c on c.person_id = p.id and c.messenger = d.messenger
   where d.subject = 'appeal' and d.subject_id = $1 and p.disabled_at is null and ($2::int is null or p.id = $2)`,
);

/**
 * What a photo whose bytes were examined says of its time, place and earlier use, kept; whoever sees its appeal sees it anew.
 * @returns false when another instance has judged it, or it is gone
 */
export async function judge(desk: Desk, findAlike: FindAlike, photo: Waiting): Promise<boolean> {
  const database = databaseOf(desk);
  const { perceptual, difference } = photo;
  const found = perceptual === null || difference === null ? [] : await findAlike({ perceptual, difference });
  const alike = new Map(found.filter(({ pictureId }) => pictureId !== photo.pictureId).map((it) => [it.pictureId, it]));
  const facts = await database.transaction((tx) => judgeIn(tx, desk, photo, alike));
  if (facts?.appealId && facts.origin === 'applicant') await judgeAnew(database, facts.appealId);
  if (facts?.inUse) await judgeTwinsAnew(database, photo, facts.appealId, [...alike.keys()]);
  return facts !== null;
}

async function judgeIn(
  tx: Transaction,
  desk: Desk,
  photo: Waiting,
  alike: ReadonlyMap<number, Likeness>,
): Promise<Facts | null> {
  const now = desk.clock.now();
  const [facts] = await tx.query<Facts>(lockFacts, [photo.id]);
  if (!facts) return null;
  await tx.query(markJudged, [photo.id, now]);
  if (facts.appealId === null) return facts;
  if (facts.origin === 'applicant') {
    if (facts.isUnreadable && facts.isOpen) await redrawCards(tx, facts.appealId, null, now);
    return facts;
  }
  const verdict = await verdictOf(tx, photo, facts, alike);
  const row: Pick<Evidence, (typeof WRITTEN)[number]> = { attachmentId: photo.id, ...verdict, judgedAt: now };
  await tx.query(
    writeEvidence,
    WRITTEN.map((name) => row[name]),
  );
  const { former, appealId, fillerId } = facts;
  const isNews = former === null || VERDICT.some((name) => former[name] !== verdict[name]);
  // Of a finished appeal the first verdict alone: its cards say until then that the photo is being looked at.
  if (isNews && (fillerId !== null || facts.isOpen || former === null)) await redrawCards(tx, appealId, fillerId, now);
  return facts;
}

/** @param fillerId null: of everybody who has it */
async function redrawCards(tx: Transaction, appealId: number, fillerId: number | null, now: Date): Promise<void> {
  const holders = await tx.query<Listener>(selectHolders, [appealId, fillerId]);
  await say(
    tx,
    holders.map((holder) => redraw('appeal', appealId, holder)),
    now,
  );
}

async function verdictOf(
  tx: Transaction,
  { id, sha256, receivedAt, perceptual }: Waiting,
  facts: Facts,
  alike: ReadonlyMap<number, Likeness>,
): Promise<Verdict> {
  const { appealId, returnedAt } = facts;
  const rules = await photoRules(tx);
  const uses = await tx.query<OtherUse & { appealId: number; pictureId: number | null }>(selectUses, [
    id,
    sha256,
    [...alike.keys()],
    appealId,
  ]);
  const others = uses.map(({ pictureId, ...use }) => ({
    ...use,
    differs: (pictureId === null ? undefined : alike.get(pictureId)) ?? null,
  }));
  const { time, place: judged } = judgeWhenAndWhere(facts, receivedAt, rules);
  const { place, distance, by } = judged;
  const { reuse, of } = judgeReuse({
    attachmentId: id,
    appealId: appealId ?? 0,
    receivedAt,
    returnedAt,
    comparable: perceptual !== null,
    others,
  });
  return {
    time,
    place,
    distance,
    placeBy: by,
    reuse,
    reuseOfId: of,
  };
}
