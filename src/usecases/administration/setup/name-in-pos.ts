import { databaseOf, statement } from '../../../database/database';
import { hasRight } from '../../../regulation/rights';
import { noteChange } from '../../journal/journal';
import { shortName } from '../../people/names';
import type { Official } from '../../people/officials';
import type { Desk } from '../../ports';
import { holdSetting, keepSetting, type NamedStep } from '../../settings';
import { readAnswers } from './answers';

const selectCoordinators = statement(
  'setup.coordinators',
  `select id, name from person where disabled_at is null and 'coordinator' = any(roles) order by name`,
);

/**
 * Whether somebody is one of those who do it in ПОС: their phones sound first, and tasks name them. Whoever may do it no more is left out
 * by the way.
 * @idempotent: the second one changes and journals nothing
 */
export async function nameInPos(
  desk: Desk,
  actor: Official,
  { step, personId, isNamed }: { readonly step: NamedStep; readonly personId: number; readonly isNamed: boolean },
): Promise<'named' | 'notAdmin' | 'noCoordinator'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  return databaseOf(desk).transaction(async (tx) => {
    await holdSetting(tx, 'office_answers');
    const people = await tx.query<{ id: number; name: string }>(selectCoordinators);
    if (isNamed && !people.some(({ id }) => id === personId)) return 'noCoordinator';
    const answers = await readAnswers(tx);
    const before = new Set(answers.named[step]);
    const after = people.filter(({ id }) => (id === personId ? isNamed : before.has(id)));
    const named = { ...answers.named, [step]: after.map(({ id }) => id) };
    if (await keepSetting(tx, 'office_answers', { ...answers, named })) {
      const names = (all: typeof people) => all.map(({ name }) => shortName(name)).join(', ') || null;
      await noteChange(tx, desk.clock.now(), actor, {
        named: step,
        text: names(after),
        before: names(people.filter(({ id }) => before.has(id))),
      });
    }
    return 'named';
  });
}
