import { Engagement } from '../../../entities/engagement';
import { columns } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import { mayHaveEngagements, maySeeEngagement, type EngagementActor } from '../../regulation/engagement/decide';
import { allWords, queryWords } from '../../text/query-words';
import { itemColumns, type EngagementItem } from '../engagement/list-engagements';
import type { Desk } from '../ports';
import { latestQuery } from './find-appeals';

/** More than these nobody pages through: the words should be more exact. */
const FOUND_AT_MOST = 50;
const LARGEST_ID = 2_147_483_647;

type Candidate = EngagementItem & Pick<Engagement, 'agreeingId' | 'approvingId'>;

const select = (where: string) =>
  `select ${itemColumns}, ${columns(Engagement, ['agreeingId', 'approvingId'], 'e')}
   from engagement e join engagement_version v on v.engagement_id = e.id and v.number = e.number
   where ${where} order by e.stage in ('finished', 'removed'), e.id desc`;
const byNumber = statement('find-engagement-by-number', select('e.id = $1'));
const byWords = statement(
  'find-engagements-by-words',
  select(`to_tsvector('russian'::regconfig, translate(
        coalesce(content ->> 'title', '') || ' ' || coalesce(content ->> 'text', '') || ' ' || coalesce(content ->> 'venue', '') || ' ' ||
        coalesce(content ->> 'answering', '') || ' ' || jsonb_path_query_array(content, '$.options[*].*')::text || ' ' ||
        jsonb_path_query_array(content, '$.questions[*].text')::text || ' ' || jsonb_path_query_array(content, '$.questions[*].options[*]')::text,
        '\u0401\u0451.,;:/\\()«»"-<>&=@_!?*+#%[]', '\u0415\u0435                          ')) @@ to_tsquery('russian'::regconfig, $1)`),
);

/** What was found, the surest first, and whether there is more than was taken. */
export interface FoundEngagements {
  readonly query: string;
  readonly items: readonly EngagementItem[];
  readonly more: boolean;
}

/** By the number («ОГ-12», «12»), then by the words of what is written; only what they may see. */
export async function findEngagements(desk: Desk, viewer: EngagementActor, query: string): Promise<FoundEngagements> {
  const found = new Map<number, EngagementItem>();
  const take = (candidates: readonly Candidate[]) =>
    candidates.forEach((one) => void (maySeeEngagement(viewer, one) && found.set(one.id, one)));
  const database = databaseOf(desk);
  const id = numberIn(query) ?? plainNumberIn(query);
  if (id !== null) take(await database.query<Candidate>(byNumber, [id]));
  const words = queryWords(query);
  if (words.length > 0 && mayHaveEngagements(viewer)) take(await database.query<Candidate>(byWords, [allWords(words)]));
  const items = [...found.values()];
  return { query, items: items.slice(0, FOUND_AT_MOST), more: items.length > FOUND_AT_MOST };
}

/** What the person looked for last, found again; null: nothing yet, or it is not theirs to look. */
export async function findEngagementsAgain(desk: Desk, viewer: EngagementActor): Promise<FoundEngagements | null> {
  const query = mayHaveEngagements(viewer) ? await latestQuery(databaseOf(desk), viewer.personId) : null;
  return query === null ? null : findEngagements(desk, viewer, query);
}

/** «ОГ-12» names one of them, and nothing else; null: it does not. */
export function numberIn(text: string): number | null {
  const [, digits] = /^\s*ог[-–\s№]*(\d{1,10})\s*$/iu.exec(text) ?? [];
  return idOf(digits);
}

const plainNumberIn = (text: string): number | null => idOf(/^[\s№]*(\d{1,10})\s*$/u.exec(text)?.[1]);

function idOf(digits: string | undefined): number | null {
  const id = Number(digits ?? 0);
  return id > 0 && id <= LARGEST_ID ? id : null;
}
