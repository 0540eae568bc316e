import tseslint from 'typescript-eslint';

const clock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask the Clock, or take `now` as an argument.',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'Ask the Clock, or take `now` as an argument.' },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Ask the Clock, or take `now` as an argument. Measure with performance.now().',
  },
];
const speech = [
  {
    selector:
      'CallExpression[callee.property.name=/^(send(Message|Photo|Document|MediaGroup|Location|Venue|Contact|Poll|Video|Audio|Voice|Animation|Sticker)|copyMessage|forwardMessage)/]',
    message: 'Messages to anyone but the person pressing go through the outbox.',
  },
  {
    selector:
      "CallExpression:matches([callee.property.name='callApi'], [callee.name='call'])[arguments.0.value=/^(send|copy|forward)/]",
    message: 'Messages to anyone but the person pressing go through the outbox.',
  },
];
const words = [
  { selector: 'Literal[value=/[\\u0400-\\u04ff]/]', message: 'What people read is in locales/.' },
  { selector: 'TemplateElement[value.raw=/[\\u0400-\\u04ff]/]', message: 'What people read is in locales/.' },
];
const taste = [
  { selector: 'TSEnumDeclaration', message: 'Use an `as const` array and a union type.' },
  { selector: 'ExportAllDeclaration', message: 'Import from the file that has it: no barrels.' },
];

const defaults = [{ selector: 'ExportDefaultDeclaration', message: 'Name what you export.' }];

const everywhere = [...clock, ...speech, ...words, ...taste, ...defaults];
const without = (...groups) => ['error', ...everywhere.filter((rule) => !groups.flat().includes(rule))];

/** What is asked of everything, whichever language it is in. */
const taken = {
  // a default is an answer for the rest, given on purpose
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-console': 'error',
  // numbers read well in a text; objects and undefined do not
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  // a port's method is async even where one implementation has nothing to wait for
  '@typescript-eslint/require-await': 'off',
  // fields change while a function waits, and the other side of a border sends what its types do not say
  '@typescript-eslint/no-unnecessary-condition': 'off',
  // there are no enums (see `taste`), and looking for them takes longer than most rules
  '@typescript-eslint/no-unsafe-enum-assignment': 'off',
  // nor are there classes that something plain is taken for: rows are plain objects, and looking for it was a third of the linter's time
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  // code points are what is meant
  '@typescript-eslint/no-misused-spread': 'off',
  '@typescript-eslint/no-invalid-void-type': 'off',
  '@typescript-eslint/no-confusing-void-expression': 'off',
  '@typescript-eslint/no-meaningless-void-operator': 'off',
  // rows of a table are merged into the type that all see: `interface ButtonRows extends Rows {}`
  '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
};

/** The one that asks the compiler; whoever has asked it already (test/tiers/types-and-lint.cjs) hands over what it knows. */
const parser = {
  meta: tseslint.parser.meta,
  parseForESLint: (text, options) =>
    tseslint.parser.parseForESLint(text, {
      ...options,
      ...(globalThis.programsOfTypes && { programs: globalThis.programsOfTypes }),
    }),
};

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', 'src/stand/page/*.d.ts', '**/*.{cjs,mjs}'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { parser, parserOptions: { project: './tsconfig.json', tsconfigRootDir: process.cwd() } },
    rules: { ...taken, 'no-restricted-syntax': without() },
  },
  {
    // what a reader must scroll through is several things; tests are lists of sentences
    files: ['src/**/*.ts', 'bots/**/*.ts', 'entities/**/*.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 60 }] },
  },
  { files: ['src/clock.ts'], rules: { 'no-restricted-syntax': without(clock) } },
  // the voice: the only sender
  { files: ['bots/telegram/{messages,files}.ts'], rules: { 'no-restricted-syntax': without(speech) } },
  // clauses of the decree, as the journal names them; shapes that are looked for in people's texts, words of ПОС' files and of offices' tables
  {
    files: [
      'src/regulation/**/*.ts',
      'src/text/personal-data{,-rules}.ts',
      'src/text/pasted-lines.ts',
      'src/text/addressee.ts',
      'src/intake/registry/export-words.ts',
      'src/intake/office-table/their-words.ts',
      'src/regulation/differences.ts',
      'src/usecases/registry/differs.ts',
      'src/usecases/people/people.ts',
      'src/usecases/kit/sent-table.ts',
      'src/usecases/engagement/sent-results.ts',
    ],
    rules: { 'no-restricted-syntax': without(words) },
  },
  // «пока не работает»: said to an operator before there is a language to say it in
  { files: ['src/config.ts'], rules: { 'no-restricted-syntax': without(words) } },
  // the stand's page: plain JavaScript, typed by its comments
  {
    files: ['src/stand/page/*.js'],
    extends: [tseslint.configs.strictTypeChecked],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      parser,
      parserOptions: { project: './src/stand/page/tsconfig.json', tsconfigRootDir: process.cwd() },
    },
    rules: {
      ...taken,
      'no-restricted-syntax': without(),
      // there is no `this` in its modules, and nothing is thrown but errors
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
      // answers of the control API are looked into by whoever has asked
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  // its words, and the captions that the guide asks to press
  { files: ['src/stand/page/{texts.*,scenario}.js'], rules: { 'no-restricted-syntax': without(words) } },
  // until the stand has told its time
  { files: ['src/stand/page/clock.js'], rules: { 'no-restricted-syntax': without(clock) } },
  // it plays Telegram and the machine's time, and has texts of its own
  { files: ['src/stand/**/*.ts'], rules: { 'no-restricted-syntax': without(speech, words), 'no-console': 'off' } },
  { files: ['src/stand/clock.ts'], rules: { 'no-restricted-syntax': without(clock, speech, words) } },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': without(speech, words, defaults),
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-deprecated': 'off',
      '@typescript-eslint/restrict-plus-operands': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-implied-eval': 'off',
      // answers come as JSON, and expect() says what they are
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
