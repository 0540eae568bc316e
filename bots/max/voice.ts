import { z } from 'zod';
import type { Voice } from '../conversation/kit/voice';
import type { Gate } from '../messenger/gate';
import { LONGEST_TEXT } from './body';
import { SHORT_LIMIT_MS, type Call } from './call';
import { MaxError, outcomeOf } from './errors';
import { createFiles, type FilePlaces } from './files';
import { createGroups } from './groups';
import { messageOf } from './message-ref';
import { createMessages, createRemoval } from './messages';
import { createRequests } from './requests';
import { MAX } from './service';
import type { Shown } from './shown';

/** As MAX knows the bot. */
export const me = z.object({
  user_id: z.union([z.int(), z.string()]).transform(String),
  username: z.string().min(1),
});
export type Me = z.output<typeof me>;

export interface VoiceOptions {
  readonly call: Call;
  readonly gate: Gate;
  readonly whoAmI: () => Promise<Me>;
  readonly shown: Shown;
  readonly filePlaces: FilePlaces;
}

/** The voice of the bot, by calls of MAX' Bot API. */
export function createVoice({ call, gate, whoAmI, shown, filePlaces }: VoiceOptions): Voice {
  const linkTo: Voice['linkTo'] = async (start) => `https://max.ru/${(await whoAmI()).username}?start=${start}`;
  const requests = createRequests(call, gate);
  const messages = createMessages(requests, linkTo, shown);
  return {
    name: MAX,
    // MAX lets 4 GB through; more than twenty no official sends, and each lies on the office's disk
    limits: {
      text: LONGEST_TEXT,
      download: 20 * 2 ** 20,
      upload: 50 * 2 ** 20,
      removesWords: false,
      handsOverSpeech: false,
      isDomestic: true,
    },
    ...messages,
    ...createRemoval(requests, messages.edit, shown),
    ...createFiles(call, requests, linkTo, filePlaces),
    ...createGroups(call),
    ownName: async () => (await whoAmI()).username,
    linkTo,
    chatOf: (message) => messageOf(message).chatId,
    async isReached() {
      try {
        await call('GET', '/me', me, { limitMs: SHORT_LIMIT_MS });
        return true;
      } catch (error) {
        // A refusal is an answer too.
        return error instanceof MaxError;
      }
    },
    /** MAX has one list of commands for everybody, and ours differ by person: /menu has them all as buttons. */
    setCommands: async () => undefined,
    outcomeOf,
  };
}
