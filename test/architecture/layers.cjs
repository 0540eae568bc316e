// Who may import whom, type-only imports included. Each list is an allow list with its reason.

const npm = (...names) => names.map((name) => `node_modules/${name}/`);
const node =
  '^(node:)?(assert|async_hooks|buffer|child_process|crypto|diagnostics_channel|events|fs|http|https|net|os|path|perf_hooks|querystring|stream|timers|url|util|zlib)(/|$)';
/** Small words that every part may use: they know nothing of the parts. */
const words = '^src/((clock|errors)\\.ts$|(text|process)/)';
/** The one loop of all that wakes, works, rests and stops. */
const waking = '^src/waking/';

/** What is started by its name: by npm, as a worker, or as a process. */
const starts =
  '^src/(stand/page/app\\.js$|((stand/)?main|commands/(access|backup|import|journal-(export|verify)|max-try|restore|roster|signature|statistics-rebuild)|adapters/(apart-worker|registry/reading-process))\\.ts$)';

/** @returns a rule: files of `from` import nothing but `allowed`. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { pathNot: allowed },
});

/**
 * What each subject may look at beside the kit, and beside `people` and `appeals`, which nearly all read. They stand in one order, nobody looks
 * up, so there is no circle among them. A new look is a change of this table, with its reason.
 */
const LOOKS = {
  people: [],
  appeals: [],
  answers: [],
  engagement: [],
  terms: [],
  absences: ['terms'],
  photos: ['answers'],
  lists: ['answers', 'engagement', 'terms'],
  intake: ['terms'],
  card: ['answers', 'terms', 'photos', 'lists'],
  acts: ['answers', 'terms', 'photos', 'lists', 'intake', 'card'],
  lines: ['engagement', 'intake', 'acts'],
  delivery: ['answers', 'engagement', 'terms', 'photos', 'card', 'acts'],
  proof: ['answers', 'terms', 'photos', 'card'],
  statistics: ['answers', 'terms', 'lists', 'proof'],
  digests: ['engagement', 'terms', 'lists', 'lines', 'proof', 'statistics'],
  applicants: ['answers'],
  upkeep: ['terms', 'delivery', 'applicants'],
  office: ['terms', 'absences', 'photos', 'lists', 'intake', 'lines', 'acts', 'digests', 'upkeep', 'applicants'],
  registry: ['photos', 'intake', 'acts', 'office'],
  violations: ['answers', 'terms', 'delivery', 'proof', 'statistics', 'office'],
};
const subjects = Object.keys(LOOKS);
subjects.forEach((subject, place) => {
  const up = LOOKS[subject].find((other) => !subjects.slice(0, place).includes(other));
  if (up) throw new Error(`${subject} may not look up at ${up}`);
});
/** @returns the rooms that files of this subject may name, its own among them */
const seenBy = (subject) => {
  const grounds = { people: ['people'], appeals: ['people', 'appeals'] }[subject] ?? ['people', 'appeals', subject];
  return ['kit', ...grounds, ...LOOKS[subject]];
};
/**
 * A floor in rooms: one table for all, so the conversation of photos may read what the use cases of answers know.
 * @param above what may look at every subject, and no subject at it: it stands over the rooms, with the files of no room
 * @returns a rule for the kit of a floor, and one for each of its subjects
 */
const byLooks = (name, parent, above = []) => [
  {
    name: `kit-of-${name}`,
    severity: 'error',
    comment: 'The kit knows no subject: what it needs of one it names itself, and the subject gives it.',
    from: { path: `^${parent}/kit/` },
    to: { path: `^(${parent}|src/usecases)/`, pathNot: `^(${parent}|src/usecases)/kit/` },
  },
  ...subjects.map((subject) => ({
    name: `looks-of-${name}-${subject}`,
    severity: 'error',
    comment: `It may look at ${seenBy(subject).join(', ')}: see LOOKS.`,
    from: { path: `^${parent}/${subject}/` },
    to: { path: `^(${parent}|src/usecases)/`, pathNot: `^(${parent}|src/usecases)/(${seenBy(subject).join('|')})/` },
  })),
  {
    name: `rooms-of-${name}`,
    severity: 'error',
    comment: 'A file stands in the kit or in the room of its subject.',
    from: {
      path: `^${parent}/${above.length > 0 ? '.+/' : ''}`,
      pathNot: `^${parent}/(${['kit', ...above, ...subjects].join('|')})/`,
    },
    to: {},
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only(
      'regulation-is-pure',
      '^src/regulation/',
      ['^src/regulation/'],
      'It is read beside the decree: no npm, no node core, no other folder.',
    ),
    only(
      'words-know-no-part',
      words,
      [words, '^(node:)?timers(/|$)'],
      'What everybody uses must not drag anything along.',
    ),
    only(
      'foundations-know-no-part',
      '^src/((config|database)/|(config|i18n)\\.ts$)',
      [
        words,
        '^src/((config|database)/|i18n\\.ts$)',
        '^src/regulation/',
        '^locales/',
        ...npm('typeorm', 'pg', 'zod', 'i18next', 'dotenv'),
        node,
      ],
      'Configuration, texts, and the port to the database with what is near it stand under the parts.',
    ),
    only(
      'waking-knows-no-part',
      waking,
      [waking, words],
      'Whoever wakes, works and stops does it by this loop; what it works at is its owner’s matter.',
    ),
    only(
      'proof-is-pure',
      '^src/proof/',
      ['^src/proof/', '^(node:)?crypto$'],
      'Whoever checks a proof reads these few lines beside two RFCs: no npm, no database, nothing of an office.',
    ),
    only(
      'entities-are-shapes',
      '^entities/',
      ['^entities/', '^src/regulation/', ...npm('typeorm')],
      'Shapes know words, not verbs.',
    ),
    only(
      'usecases-use-ports',
      '^src/usecases/',
      [
        '^src/(usecases|regulation|proof)/',
        '^entities/',
        '^src/outbox/(enqueue|given-up)\\.ts$',
        '^src/database/',
        words,
        ...npm('typeorm', 'zod'),
      ],
      'A use case speaks to the world through ports: no messenger, no HTTP, no files.',
    ),
    ...byLooks('usecases', 'src/usecases'),
    only(
      'outbox-knows-no-messenger',
      '^src/outbox/',
      ['^src/outbox/', '^src/database/', waking, words, '^entities/', ...npm('zod'), node],
      'It sends whatever it was given, through whichever messenger implements its port.',
    ),
    only(
      'inbox-knows-no-messenger',
      '^src/inbox/',
      ['^src/inbox/', '^src/database/', waking, words, '^entities/'],
      'It keeps whatever it was given, in the order in which it came, and hands it to whoever handles it.',
    ),
    only(
      'conversation-knows-no-messenger',
      '^bots/conversation/',
      [
        '^bots/conversation/',
        '^src/(usecases|regulation)/',
        '^src/outbox/(delivery|pace)\\.ts$',
        // intake by hand ends in the one schema, with its complaints; a registry file is told of in the same words everywhere
        '^src/intake/(record|complaints|registry/(errors-sheet|file-words))\\.ts$',
        '^src/i18n\\.ts$',
        words,
        '^locales/',
        ...npm('zod', 'i18next', 'diff'),
        '^(node:)?(crypto|perf_hooks)$',
      ],
      'The same talk for every messenger: no library of one, no network and no database, which its desk hides.',
    ),
    ...byLooks('conversation', 'bots/conversation', ['front']),
    {
      name: 'front-of-conversation',
      severity: 'error',
      comment: 'The door and what gathers from all subjects: it may look at any of them, and only the roof at it.',
      from: { path: '^bots/conversation/front/' },
      to: { path: '^bots/conversation/[^/]+$' },
    },
    only(
      'messenger-is-any-messenger',
      '^bots/messenger/',
      ['^bots/messenger/', '^src/inbox/update\\.ts$', words, ...npm('fastify'), node, '^(node:)?dns$'],
      'What every adapter needs to take updates in, to wait for its server and to fetch from it: no library of one, no talk.',
    ),
    only(
      'telegram-is-an-adapter',
      '^bots/telegram/',
      [
        '^bots/(telegram|messenger|conversation)/',
        '^src/inbox/update\\.ts$',
        '^src/outbox/(delivery|budgets)\\.ts$',
        // the port's own words: how a message is named, where the bytes of files are
        '^src/usecases/kit/ports\\.ts$',
        words,
        ...npm('telegraf', '@telegraf/types', 'zod', 'fastify'),
        node,
      ],
      'It turns updates into what came and what is said into calls; whatever would need more is the conversation.',
    ),
    only(
      'max-is-an-adapter',
      '^bots/max/',
      [
        '^bots/(max|messenger|conversation)/',
        '^src/inbox/update\\.ts$',
        '^src/outbox/(delivery|budgets)\\.ts$',
        '^src/usecases/kit/ports\\.ts$',
        words,
        ...npm('zod', 'fastify'),
        node,
      ],
      'As telegram-is-an-adapter.',
    ),
    {
      name: 'telegraf-stays-with-telegram',
      severity: 'error',
      comment: 'Whoever else knew a library of one messenger would have to be written again for the next.',
      from: { path: '^(src|bots|entities)/', pathNot: '^bots/telegram/' },
      to: { path: npm('telegraf', '@telegraf/types') },
    },
    only(
      'intake-is-an-edge',
      '^src/intake/',
      [
        '^src/(intake|usecases|regulation)/',
        '^src/i18n\\.ts$',
        waking,
        words,
        '^locales/',
        ...npm('fastify', '@fastify/[^/]+', 'zod', 'jsonc-parser'),
        node,
      ],
      'An edge like a bot: it parses what comes in and calls a use case.',
    ),
    only(
      'jobs-are-an-edge',
      '^src/jobs/',
      [
        '^src/(jobs|usecases|regulation)/',
        '^entities/job-slot\\.ts$',
        '^src/database/',
        waking,
        words,
        ...npm('node-cron'),
      ],
      'An edge like a bot: it says when, a use case does what. A slot is a row, hence the database and its one entity.',
    ),
    only(
      'stand-shares-nothing',
      '^src/stand/',
      ['^src/stand/', ...npm('fastify', '@fastify/[^/]+', 'zod', 'sharp', 'dotenv'), node],
      'It judges the bot, so it shares nothing with it.',
    ),
    only(
      'page-is-for-browsers',
      '^src/stand/page/',
      ['^src/stand/page/', '^src/stand/world/types\\.ts$'],
      'Browsers get its files as they are: it speaks to the stand by HTTP, and shares with it but the shapes of what is said.',
    ),
    {
      name: 'one-way-into-the-outbox',
      severity: 'error',
      comment: 'A message is said by the book (usecases/kit/messages.ts), so that whoever shows it knows its params.',
      from: { path: '^(src|bots)/', pathNot: '^src/(outbox/|usecases/kit/messages\\.ts$)' },
      to: { path: '^src/outbox/enqueue\\.ts$' },
    },
    {
      name: 'adapters-know-no-bot',
      severity: 'error',
      comment: 'An adapter implements a port of the middle.',
      from: { path: '^src/adapters/' },
      to: { path: '^(bots|test)/|^src/((stand|training|application)/|main\\.ts$)' },
    },
    {
      name: 'only-main-wires',
      severity: 'error',
      comment:
        'Bots, adapters and the stand meet in main.ts, in the application that it starts and in the commands, nowhere else.',
      from: {
        path: '^(src|entities)/',
        pathNot: '^src/(main\\.ts$|(application|adapters|commands|stand)/)',
      },
      to: { path: '^(bots|src/(adapters|stand))/' },
    },
    {
      name: 'only-main-starts',
      severity: 'error',
      comment:
        'The application is wired for whoever starts it, and training is a way of starting it: no part knows of either.',
      from: {
        pathNot:
          '^(test/|src/((main|commands/(access|import|roster|statistics-rebuild))\\.ts$|(application|training)/))',
      },
      to: { path: '^src/(application|training)/' },
    },
    {
      name: 'nobody-imports-main',
      severity: 'error',
      comment: 'It is where everything starts; a command and a worker are a main of their own.',
      from: {},
      to: { path: starts },
    },
    {
      name: 'not-to-test',
      severity: 'error',
      comment: 'Tests know the code, never the reverse.',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'What needs each other is one module.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-dead-code',
      severity: 'error',
      comment: 'What neither the bot nor the stand reaches is not part of the product.',
      from: { path: starts },
      to: {
        path: '^(src|bots|entities)/',
        // types of a package that brings none: nobody imports them by their own name
        pathNot: [starts, '\\.d\\.ts$'],
        reachable: false,
      },
    },
    {
      name: 'only-declared-packages',
      severity: 'error',
      comment: 'A package that is not in package.json is there by chance.',
      // the linter's configuration is ESM, which is not resolved here
      from: { pathNot: '^test/architecture/eslint' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'tools-stay-in-tests',
      severity: 'error',
      comment: 'Development packages are not installed where the bot runs.',
      from: { path: '^(src|bots|entities)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // hucre/xlsx is a subpath that only its exports name
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default'] },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
};
