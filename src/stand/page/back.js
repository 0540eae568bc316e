import { isPhone } from './dom.js';
import { closeChat, openChats } from './open-chats.js';
import { store } from './store.js';

/** On a phone a chat lies over the list: the browser's Back closes it, and so leads to the list and not away. */
export function mountBack() {
  store.on('open', keepStep);
  // A chat that is remembered from before is drawn with the first people.
  const stop = store.on('people', () => {
    stop();
    keepStep();
  });
  window.addEventListener('popstate', () => {
    if (isPhone() && !isOverList()) for (const chatId of [...openChats]) closeChat(chatId);
  });
}

const isOverList = () => history.state?.isOverList === true;

/** An open chat is one step of the browser's history; closed by its own button, it takes that step back. */
function keepStep() {
  if (!isPhone()) return;
  const isOpen = openChats.length > 0;
  if (isOpen && !isOverList()) history.pushState({ isOverList: true }, '');
  else if (!isOpen && isOverList()) history.back();
}
