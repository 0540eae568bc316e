import { Engagement, EngagementVersion } from '../../entities/engagement';
import { Person } from '../../entities/person';
import { repositoryOf } from '../../src/database/database';
import { NO_CONTENT, type EngagementContent } from '../../src/regulation/engagement/content';
import { PEOPLE, type Who, type World } from './world';

export async function personIdOf({ fresh }: World, who: Who): Promise<number> {
  return (await repositoryOf(fresh.database, Person).findOneByOrFail({ name: PEOPLE[who].name })).id;
}

/** As if it had been made by the forms, of which scenarios tell. @returns its id */
export async function keepEngagement(
  world: World,
  row: Partial<Omit<Engagement, 'id'>>,
  content: Partial<EngagementContent>,
): Promise<number> {
  const writtenById = await personIdOf(world, 'worker');
  const at = new Date('2026-12-01T10:00:00+03:00');
  const { id } = await repositoryOf(world.fresh.database, Engagement).save({
    ...{ kind: 'news', level: 'municipal', stage: 'draft', stageAt: at, version: 1, number: 1, authorId: writtenById },
    ...{ agreeingId: null, approvingId: null, handedOverById: null, address: null, placedNumber: null },
    ...{ stageBefore: null, createdAt: at, formId: null, ...row },
  } satisfies Omit<Engagement, 'id'>);
  await repositoryOf(world.fresh.database, EngagementVersion).insert({
    ...{ engagementId: id, number: 1, content: { ...NO_CONTENT, ...content }, writtenById, writtenAt: at },
  });
  return id;
}
