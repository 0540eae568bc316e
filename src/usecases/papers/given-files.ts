import { GivenFile } from '../../../entities/given-file';
import { databaseOf, repositoryOf } from '../../database/database';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';

/** These went into their chat: nobody takes them back from there, so a forgetting names them. */
export async function noteGiven(
  desk: Desk,
  { personId, messenger }: Pick<Official, 'personId' | 'messenger'>,
  appealId: number,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  const at = desk.clock.now();
  await repositoryOf(databaseOf(desk), GivenFile).insert(
    names.map((name) => ({ appealId, personId, messenger, name, at })),
  );
}
