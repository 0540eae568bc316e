import type { Feature } from './bot';
import type { BotDeps } from './deps';
import { findFeature } from './features/find';
import { languageFeature } from './features/language';
import { listsFeature } from './features/lists';
import { menuFeature } from './features/menu';
import { nagsFeature } from './features/nags';
import { peopleFeature } from './features/people/people';
import { registerFeature } from './features/register';
import { reportFeature } from './features/report';
import { startFeature } from './features/start';

/** Every part of the bot beside the cards themselves; commands of later ones win over earlier ones of the same name. */
export function featuresOf(deps: BotDeps): Feature[] {
  return [
    menuFeature(deps),
    nagsFeature(deps),
    listsFeature(deps),
    findFeature(deps),
    registerFeature(deps),
    reportFeature(deps),
    startFeature(deps),
    languageFeature(deps),
    peopleFeature(deps),
  ];
}
