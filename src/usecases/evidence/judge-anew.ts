import { statement, type Queries } from '../../database/database';

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
