import { Context } from 'telegraf';
import type { Words } from '../../src/i18n';
import type { Official } from '../../src/usecases/people/officials';

/** telegraf's context of an update, with who it is from. Set by the person middleware; handlers come after it. */
export class BotContext extends Context {
  declare official: Official;
  declare words: Words;
}
