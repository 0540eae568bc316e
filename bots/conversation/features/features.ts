import type { Feature } from '../feature';
import type { Talk } from '../talk';
import { absenceFeature } from './absence';
import { accessFeature } from './access';
import { actFeature } from './act';
import { adminFeature } from './admin';
import { amountsFeature } from './amounts';
import { applicantFeature } from './applicant';
import { calendarFeature } from './calendar';
import { categoriesFeature } from './categories';
import { clockFeature } from './clock';
import { copiesFeature } from './copies';
import { contactsFeature } from './contacts';
import { directLinesFeature } from './direct-lines';
import { disableFeature } from './disable';
import { engagementFeature } from './engagement';
import { engagementPapersFeature } from './engagement-papers';
import { engagementPublishingFeature } from './engagement-publishing';
import { engagementResultsFeature } from './engagement-results';
import { engagementRulesFeature } from './engagement-rules';
import { engagementTemplatesFeature } from './engagement-templates';
import { findFeature } from './find';
import { groupsFeature } from './groups';
import { homeFeature } from './home';
import { keptFeature } from './kept';
import { languageFeature } from './language';
import { letterFeature } from './letter';
import { listsFeature } from './lists';
import { lookFeature } from './look';
import { nagsFeature } from './nags';
import { narrowingFeature } from './narrowing';
import { namesFeature } from './names';
import { newCategoriesFeature } from './new-categories';
import { offersFeature } from './offers';
import { organizationsFeature } from './organizations';
import { parkedFeature } from './parked';
import { peopleFeature } from './people';
import { removeAccountFeature } from './remove-account';
import { photosFeature } from './photos';
import { placingFeature } from './placing';
import { reflectionsFeature } from './reflections';
import { registerFeature } from './register';
import { registryFeature } from './registry';
import { historyPaperFeature } from './history-paper';
import { importsFeature } from './imports';
import { reconciliationFeature } from './reconciliation';
import { reportFeature } from './report';
import { setupFeature } from './setup';
import { soundFeature } from './sound';
import { startFeature } from './start';
import { templatesFeature } from './templates';
import { undeliveredFeature } from './undelivered';
import { violationsFeature } from './violations';
import { wholeTextFeature } from './whole-text';
import { weekFeature } from './week';
import { widgetsFeature } from './widgets';
import { workplacesFeature } from './workplaces';

/** Every part of the conversation. Two that answer to one name do not start. */
export const featuresOf = (talk: Talk): Feature[] =>
  [
    actFeature,
    offersFeature,
    keptFeature,
    lookFeature,
    historyPaperFeature,
    photosFeature,
    wholeTextFeature,
    letterFeature,
    contactsFeature,
    placingFeature,
    listsFeature,
    narrowingFeature,
    reflectionsFeature,
    findFeature,
    registerFeature,
    registryFeature,
    reconciliationFeature,
    importsFeature,
    reportFeature,
    weekFeature,
    nagsFeature,
    startFeature,
    languageFeature,
    absenceFeature,
    soundFeature,
    homeFeature,
    adminFeature,
    amountsFeature,
    parkedFeature,
    peopleFeature,
    removeAccountFeature,
    accessFeature,
    namesFeature,
    workplacesFeature,
    disableFeature,
    organizationsFeature,
    categoriesFeature,
    newCategoriesFeature,
    templatesFeature,
    widgetsFeature,
    directLinesFeature,
    engagementFeature,
    engagementResultsFeature,
    engagementPapersFeature,
    engagementPublishingFeature,
    engagementRulesFeature,
    engagementTemplatesFeature,
    calendarFeature,
    groupsFeature,
    undeliveredFeature,
    clockFeature,
    copiesFeature,
    violationsFeature,
    setupFeature,
    applicantFeature,
  ].map((featureOf) => featureOf(talk));
