import { api } from './api.js';
import { askConfirmation } from './dialog.js';
import { t } from './i18n.js';
import { settings } from './settings.js';
import { store } from './store.js';

const lookMs = 500;

/** Everything as on the first day: asked twice, since nothing of it comes back. The page waits and opens anew. */
export async function restartStand() {
  if (!(await askConfirmation(t('restart.question'), t('restart.item')))) return;
  await api.restart();
  store.emit('restarting');
  await untilAnew();
  settings.forgetAllBut(['language', 'theme']);
  location.reload();
}

/** It goes away, and comes again. */
async function untilAnew() {
  const isHere = () =>
    api.state('telegram').then(
      () => true,
      () => false,
    );
  while (await isHere()) await pause();
  while (!(await isHere())) await pause();
}

const pause = () => new Promise((resolve) => setTimeout(resolve, lookMs));
