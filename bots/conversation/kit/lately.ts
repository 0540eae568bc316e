import type { Clock } from '../../../src/clock';
import { endsWithin } from '../../../src/process/pause';
import type { MessageRef } from '../../../src/usecases/kit/ports';
import type { Reply } from './feature';
import { only, type Screen } from './screen';
import type { Talk } from './talk';
import type { Turn } from './turn';
import type { Voice } from './voice';

/** A second tap comes while the first one is at work, and is heard when that is done. */
const SECOND_TAP_MS = 5_000;

/**
 * What a chat was told or shown a moment ago: what changes nothing is not kept anywhere, so a second tap would show it twice. Of this
 * process: taps of one person are heard one after another by the same.
 */
export class Lately<Told = true> {
  private readonly told = new Map<string, { readonly at: number; readonly told: Told }>();

  constructor(private readonly clock: Clock) {}

  /** Null: nothing, or longer ago than a second tap comes. */
  get(what: string): Told | null {
    this.forget();
    return this.told.get(what)?.told ?? null;
  }

  note(what: string, told: Told): void {
    this.forget();
    this.told.set(what, { at: this.clock.now().getTime(), told });
  }

  private forget(): void {
    const now = this.clock.now().getTime();
    for (const [what, { at }] of this.told) if (Math.abs(now - at) > SECOND_TAP_MS) this.told.delete(what);
  }
}

/** For so long nobody wonders whether they were heard. */
const PATIENCE_MS = 2_000;

/** What takes longer is told of while it goes on, and the word goes when it has ended, as it may. */
export async function patiently<Done>(
  { send, remove }: Pick<Voice, 'send' | 'remove'>,
  chatId: string,
  wait: string,
  work: Promise<Done>,
): Promise<Done> {
  if (await endsWithin(PATIENCE_MS, work)) return work;
  const said: MessageRef | null = await send(chatId, only(wait), { silent: true }).catch(() => null);
  try {
    return await work;
  } finally {
    if (said !== null) await remove(said).catch(() => false);
  }
}

/** A screen in place of the pressed one; where it takes longer, the finger is answered first. */
export async function shownInTime(
  { voice }: Pick<Talk, 'voice'>,
  { message, words }: Turn,
  drawn: Promise<Reply>,
): Promise<Reply> {
  if (await endsWithin(PATIENCE_MS, drawn)) return drawn;
  return {
    toast: words.plain('statistics:works'),
    after: async () => {
      const { screen, toast } = await drawn;
      const shown: Screen | null = screen ?? (toast === undefined ? null : only(toast));
      if (shown) await voice.edit(message, shown);
    },
  };
}
