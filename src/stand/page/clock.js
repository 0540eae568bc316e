import { api } from './api.js';
import { store } from './store.js';

// The stand's clock runs on by itself, so between two words from the server the page counts on.
let serverMoment = Date.now();
let heardAt = performance.now();

/** Whether the stand lets its time be moved; known after `loadClock`. */
export let isClockMovable = false;

store.on('people', takeMoment);
store.on('clock', takeMoment);

export async function loadClock() {
  try {
    const { now, ...comingUp } = await api.clock();
    store.serverNow = now;
    store.comingUp = comingUp.pastMorning === undefined ? undefined : comingUp;
    isClockMovable = true;
  } catch {
    isClockMovable = false;
  }
  store.emit('clock');
}

/** The stand's present moment. */
export function standNow() {
  return new Date(serverMoment + performance.now() - heardAt);
}

/** @param {Date} moment */
export async function moveClock(moment) {
  const answer = await api.setClock(moment.toISOString());
  store.serverNow = answer.now ?? moment.toISOString();
  store.emit('clock');
}

function takeMoment() {
  const moment = Date.parse(store.serverNow ?? '');
  if (Number.isNaN(moment)) return;
  serverMoment = moment;
  heardAt = performance.now();
}
