import { BUTTON_KINDS } from './button-table';
import type { ButtonKind } from './kit/buttons';
import type { Command, Feature, OpenDialog, Press, Reply } from './kit/feature';
import type { Lately } from './kit/lately';

/** What the dispatcher does itself. */
export type Own = 'nothing' | 'form' | 'resume' | 'setupOpen';
type Presses = { readonly [Kind in Exclude<ButtonKind, Own>]: Press<Kind> };

/** Every feature under the names that it answers to. */
export interface Register {
  readonly commands: ReadonlyMap<string, Command>;
  readonly presses: Presses;
  readonly dialogs: ReadonlyMap<string, OpenDialog>;
  readonly strays: NonNullable<Feature['strays']>;
  readonly strayWords: NonNullable<Feature['strayWords']>;
  /** By the buttons of forms that were pressed. */
  readonly told: Lately<Word>;
}
/** What a finger is told. */
export type Word = Pick<Reply, 'toast' | 'alert'>;

/** @throws Error when two features answer to one name, or none does */
export function registerOf(features: readonly Feature[]): Omit<Register, 'told'> {
  const commands = named('command', (feature) => Object.entries(feature.commands ?? {}), features);
  const dialogs = named(
    'dialog',
    (feature) => (feature.dialogs ?? []).flatMap((dialog) => dialog.subjects.map((subject) => [subject, dialog])),
    features,
  );
  const presses = named('button', (feature) => Object.entries(feature.presses ?? {}), features);
  const own: readonly string[] = ['nothing', 'form', 'resume', 'setupOpen'] satisfies readonly Own[];
  for (const kind of BUTTON_KINDS) {
    if (own.includes(kind) === presses.has(kind))
      throw new Error(
        presses.has(kind)
          ? `The button «${kind}» is the dispatcher's own: take it out of the feature's presses`
          : `No feature answers the button «${kind}»: add it to the presses of one, or take it out of the table of buttons`,
      );
  }
  return {
    commands,
    dialogs,
    strays: single('strays', features),
    strayWords: single('strayWords', features),
    // every kind is there, each from a feature's typed presses
    presses: Object.fromEntries(presses) as unknown as Presses,
  };
}

/** What one feature does with that for which no dialog waits. */
function single<Name extends 'strays' | 'strayWords'>(
  name: Name,
  features: readonly Feature[],
): NonNullable<Feature[Name]> {
  const handlers = named(`handler of ${name}`, ({ [name]: take }) => (take ? [[name, take] as const] : []), features);
  const found = handlers.get(name);
  if (!found) throw new Error(`No feature takes what no dialog waits for: give one \`${name}\``);
  return found;
}

function named<Answer>(
  what: string,
  of: (feature: Feature) => readonly (readonly [string, Answer])[],
  features: readonly Feature[],
): Map<string, Answer> {
  const found = new Map<string, Answer>();
  for (const [name, answer] of features.flatMap((feature) => of(feature))) {
    if (found.has(name))
      throw new Error(`Two features have the ${what} «${name}»: rename one, or make them one feature`);
    found.set(name, answer);
  }
  return found;
}
