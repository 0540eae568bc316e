import type { Feature } from './bot';
import type { BotDeps } from './deps';

/** Every part of the bot beside the cards themselves; commands of later ones win over earlier ones of the same name. */
export function featuresOf(deps: BotDeps): Feature[] {
  void deps;
  return [];
}
