import { statement } from '../../src/database/database';
import { NO_CONTENT, type EngagementContent } from '../../src/regulation/engagement/content';
import type { EngagementResults } from '../../src/regulation/engagement/results';
import type { EngagementKind, EngagementStage } from '../../src/regulation/engagement/vocabulary';
import type { World } from './world';

const insert = statement(
  'test.ended-engagement',
  `with author as (select id from person where 'engagement' = any(roles) order by id limit 1),
     made as (
       insert into engagement (kind, level, stage, stage_at, version, number, author_id, address, placed_number, created_at)
       select $1, 'municipal', $2, $3, 1, 1, author.id, 'https://pos.gosuslugi.ru/votes/1', 1, $3 from author returning id, author_id),
     said as (
       insert into engagement_version (engagement_id, number, content, written_by_id, written_at)
       select id, 1, $4, author_id, $3 from made),
     told as (
       insert into engagement_result (engagement_id, number, results, told_by_id, told_at)
       select id, 1, $5::jsonb, author_id, $3 from made where $5::jsonb is not null)
   select id from made`,
);

/** What the ОГ role has made, as it stands after its end; how it came there other tests tell. */
export async function endedEngagement(
  world: World,
  kind: EngagementKind,
  stage: EngagementStage,
  content: Partial<EngagementContent>,
  results: EngagementResults | null,
): Promise<number> {
  const now = world.desk.clock.now();
  const [made] = await world.fresh.database.query<{ id: number }>(insert, [
    kind,
    stage,
    now,
    JSON.stringify({ ...NO_CONTENT, ...content }),
    results === null ? null : JSON.stringify(results),
  ]);
  return made?.id ?? 0;
}

/** Two yards, of which people like one better. */
export const VOTE: Partial<EngagementContent> = {
  title: 'Двор или парк',
  text: 'Выберите, что благоустроить.',
  options: [
    { name: 'Двор', about: 'ул. Ленина, 1' },
    { name: 'Парк Победы', about: '' },
  ],
};
export const COUNTED: EngagementResults = {
  participants: 812,
  tallies: [
    {
      question: '',
      choosing: 'any',
      counts: [
        { name: 'Двор', votes: 300 },
        { name: 'Парк Победы', votes: 512 },
      ],
      own: [],
    },
  ],
  proposals: [],
};
