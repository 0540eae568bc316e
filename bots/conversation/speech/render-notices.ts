import { keysOf } from '../../../src/regulation/lists';
import { readUncovered } from '../../../src/usecases/people/uncovered';
import { uncoveredTodayScreen } from '../screens/notices/absence-screens';
import { NOTICE_SCREENS, type NoticeKind } from '../screens/notices/notices';
import { type DeliveringDeps, type Renderer, type Renderers, toPerson, say } from './renderer';

/** Plain words to somebody: each row of `NOTICE_SCREENS` is how its kind is said. */
export function notices(deps: DeliveringDeps): Renderers<NoticeKind> {
  const notice = <Kind extends NoticeKind>(kind: Kind): Renderer<Kind> =>
    toPerson<Kind>(deps, async (official, params, message) =>
      say(deps, message, NOTICE_SCREENS[kind](params, deps.readingFor(official))),
    );
  // each kind has the renderer of its own kind
  return Object.fromEntries(keysOf(NOTICE_SCREENS).map((kind) => [kind, notice(kind)])) as Renderers<NoticeKind>;
}

/** What is read when it is said, and each time that it is drawn anew. */
export const uncovered = (deps: DeliveringDeps): Renderers<'uncoveredToday'> => ({
  uncoveredToday: toPerson(deps, async (official, _, message) =>
    say(deps, message, uncoveredTodayScreen(await readUncovered(deps.desk, official), deps.readingFor(official))),
  ),
});
