import { pause } from '../support/until';
import type { Weather } from './network';
import type { Script } from './play';

const CROWD = { crowd: 100, teams: 2 };
const NEWS = 3;

/** The network is this for so long, with 300 messages waiting for a hundred chats and more. */
const network = (weather: Weather, seconds: number, what: string): Script => ({
  name: `network-${weather}-${seconds}s`,
  what: `${what}, ${seconds} s`,
  office: CROWD,
  async strike({ office, news }) {
    await office.network.become(weather, seconds);
    const until = performance.now() + seconds * 1_000;
    await news(NEWS);
    await pause(until - performance.now());
    await office.network.become('fair');
  },
});

/** Every script by its name, the quick ones first. */
export const SCRIPTS: readonly Script[] = [
  {
    name: 'nothing',
    what: 'nothing fails: the control',
    office: CROWD,
    strike: async ({ news }) => news(NEWS),
  },
  ...[8, 20, 180].flatMap((seconds) => [
    network('refused', seconds, 'connections are refused'),
    network('reset-before', seconds, 'reset before anything is passed on'),
    network('reset-after', seconds, 'reset after Telegram has accepted'),
    network('silent', seconds, 'no answer at all'),
  ]),
];
