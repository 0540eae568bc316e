import type { Feature } from '../dispatch';
import type { Talk } from '../talk';
import { actFeature } from './act';
import { contactsFeature } from './contacts';
import { findFeature } from './find';
import { listsFeature } from './lists';
import { lookFeature } from './look';
import { nagsFeature } from './nags';
import { placingFeature } from './placing';
import { registerFeature } from './register';
import { reportFeature } from './report';
import { startFeature } from './start';

/** Every part of the conversation. Two that answer to one name do not start. */
export const featuresOf = (talk: Talk): Feature[] =>
  [
    actFeature,
    lookFeature,
    contactsFeature,
    placingFeature,
    listsFeature,
    findFeature,
    registerFeature,
    reportFeature,
    nagsFeature,
    startFeature,
  ].map((featureOf) => featureOf(talk));
