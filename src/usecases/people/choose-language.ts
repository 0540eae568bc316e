import { Person } from '../../../entities/person';
import { databaseOf, repositoryOf } from '../../database/database';
import type { Desk } from '../ports';
import { refreshCommands } from './command-menus';
import type { Official } from './officials';

/** One's own language. The command menu speaks it too. @idempotent */
export async function chooseLanguage(desk: Desk, actor: Official, locale: 'ru' | 'tt'): Promise<void> {
  await databaseOf(desk).transaction(async (tx) => {
    await repositoryOf(tx, Person).update({ id: actor.personId }, { locale });
    await refreshCommands(tx, [actor.personId], desk.clock.now());
  });
}
