import type { Feature } from '../../telegram/bot';
import type { BotDeps } from '../talk';
import { findFeature } from '../dialogs/find';
import { languageFeature } from './language';
import { listsFeature } from './lists';
import { menuFeature } from './menu';
import { nagsFeature } from './nags';
import { peopleFeature } from './admin';
import { registerFeature } from '../dialogs/register';
import { reportFeature } from './report';
import { startFeature } from './start';

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
