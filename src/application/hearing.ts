import type { Clock } from '../clock';
import type { Heard } from '../usecases/upkeep/outage';
import type { MessengerParts } from './messenger';

type Part = Pick<MessengerParts, 'hearing' | 'hindrance'>;

/**
 * What is known of each messenger: by what was said to it, and, where it was not even met and nothing could be said, by since when it has kept
 * us from speaking.
 */
export function createHearing(messengers: readonly Part[], clock: Clock): () => readonly Heard[] {
  const hindered = new Map<string, Date>();
  return () =>
    messengers.map(({ hearing, hindrance }) => {
      const { messenger } = hearing;
      const { silentSince, acceptedAt } = hearing.reach;
      const trouble = hindrance();
      // updates that do not come by themselves keep nothing that is said from arriving
      if (trouble === null || trouble.kind === 'webhook') hindered.delete(messenger);
      else if (!hindered.has(messenger)) hindered.set(messenger, clock.now());
      const hinderedSince = hindered.get(messenger) ?? null;
      return {
        messenger,
        isOurs: hearing.isOurs(),
        silentSince: silentSince ?? hinderedSince,
        acceptedAt,
        // a token that is refused is an answer, and no way to speak
        answers: async () => hinderedSince === null && (await hearing.answers()),
      };
    });
}
