import type { Feature } from './kit/feature';
import type { Talk } from './kit/talk';
import { absenceFeature } from './absences/absence-dialog';
import { accessFeature } from './office/access';
import { actFeature } from './acts/act';
import { adminFeature, amountsFeature } from './office/admin';
import { applicantFeature, contactsFeature } from './applicants/applicant';
import { calendarFeature } from './terms/calendar';
import { categoriesFeature, organizationsFeature } from './office/books';
import { clockFeature } from './upkeep/clock';
import { copiesFeature } from './upkeep/copies';
import { directLinesFeature } from './lines/direct-lines';
import { disableFeature } from './office/disable';
import { engagementFeature } from './engagement/engagement';
import { engagementPapersFeature } from './lines/engagement-papers';
import { engagementPublishingFeature } from './engagement/publishing';
import { engagementResultsFeature } from './engagement/results';
import { engagementRulesFeature } from './engagement/rules';
import { engagementTemplatesFeature } from './engagement/templates';
import { findFeature } from './lists/find';
import { groupsFeature } from './digests/group';
import { homeFeature, setupFeature } from './office/home';
import { keptFeature } from './acts/kept';
import { languageFeature } from './people/language';
import { letterFeature } from './answers/letter';
import { listsFeature } from './front/lists';
import { lookFeature } from './card/look';
import { nagsFeature } from './front/nags';
import { narrowingFeature } from './digests/subscriptions';
import { namesFeature } from './registry/names';
import { newCategoriesFeature } from './office/new-categories';
import { offersFeature } from './acts/done-words';
import { parkedFeature } from './upkeep/parked';
import { peopleFeature, workplacesFeature } from './office/people';
import { removeAccountFeature } from './office/remove-account';
import { photosFeature } from './photos/photos';
import { placingFeature } from './delivery/placing';
import { reflectionsFeature } from './lists/reflections';
import { registerFeature } from './intake/register';
import { registryFeature } from './registry/registry';
import { historyPaperFeature } from './proof/history-paper';
import { importsFeature } from './registry/imports';
import { reconciliationFeature } from './registry/reconciliation';
import { reportFeature } from './statistics/report';
import { soundFeature } from './people/sound';
import { startFeature } from './front/start';
import { templatesFeature } from './office/templates';
import { undeliveredFeature } from './upkeep/undelivered';
import { violationsFeature } from './violations/violations';
import { wholeTextFeature } from './acts/whole-text';
import { weekFeature } from './digests/weekly';
import { widgetsFeature } from './engagement/widget';

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
