import {
  readReflections,
  tickReflection,
  untickReflection,
  type Ticked,
} from '../../../src/usecases/lists/reflections';
import { refusal, type Feature, type Reply } from '../feature';
import { reflectionsScreen } from '../screens/lists/reflections-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** «Отразить в ПОС»: what was decided here and ПОС does not hear of by a task. */
export function reflectionsFeature({ desk }: Talk): Feature {
  const draw = async ({ official, reading }: Turn, page: number, ticked: Ticked | null) =>
    reflectionsScreen(await readReflections(desk, official, page), ticked, reading);
  async function after(turn: Turn, changed: Ticked | null, ticked: Ticked | null): Promise<Reply> {
    const reply = changed ? {} : refusal(turn.words.plain('list:reflect.gone'));
    return { ...reply, screen: await draw(turn, 0, ticked) };
  }

  return {
    presses: {
      reflections: async (turn, { page }) => ({ screen: await draw(turn, page, null) }),
      async reflected(turn, { reflectionId }) {
        const ticked = await tickReflection(desk, turn.official, reflectionId);
        return after(turn, ticked, ticked);
      },
      reflectedNot: async (turn, { reflectionId }) =>
        after(turn, await untickReflection(desk, turn.official, reflectionId), null),
    },
  };
}
