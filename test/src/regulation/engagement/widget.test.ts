import fc from 'fast-check';
import {
  colourIn,
  coloursOf,
  contrastIn,
  contrastOf,
  LEAST_CONTRAST,
  LOOKS,
  unreadableIn,
  type Palette,
} from '../../../../src/regulation/engagement/palette';
import {
  ASSUMED_NUMBERS,
  COLOUR_PARAMETERS,
  isOfficePart,
  KIND_NUMBERS,
  listLink,
  networkLink,
  USUAL_DESIGN,
  WIDGET_ADDRESSES,
  WIDGET_FONTS,
  WIDGET_KINDS,
  widgetCode,
  withNumber,
  type KindNumbers,
  type WidgetDesign,
  type WidgetOffice,
} from '../../../../src/regulation/engagement/widget';
import { keysOf } from '../../../../src/regulation/lists';

const OFFICE: WidgetOffice = {
  municipality: '92644000',
  organization: '12345',
  registration: '1021601842536',
  region: '92',
};
const TITLE = 'Опросы и голосования';

// ── The code is parsed back ─────────────────────────────────────────────────

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', quot: '"', '#39': "'", lt: '<', gt: '>' };
const read = (text: string) => text.replace(/&(amp|quot|#39|lt|gt);/g, (_, name: string) => ENTITIES[name] ?? '');

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** By the grammar that the code may have, and no other: what is left over is no element of ours. */
function elementsIn(code: string): Element[] {
  const elements: Element[] = [];
  const rest = code.replace(/<(\w+)((?: [\w-]+="[^"<>]*")*)><\/\1>\n?/g, (_, name: string, attributes: string) => {
    const pairs = [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
      key,
      read(value),
    ]);
    elements.push({ name, attributes: Object.fromEntries(pairs) as Record<string, string> });
    return '';
  });
  expect(rest).toBe('');
  return elements;
}

function codeOf(
  design: Partial<WidgetDesign>,
  office: WidgetOffice = OFFICE,
  numbers: KindNumbers = ASSUMED_NUMBERS,
): string {
  const written = widgetCode({ ...USUAL_DESIGN, ...design }, office, numbers, TITLE);
  if ('lacks' in written) throw new Error(`It lacks ${written.lacks}`);
  return written.code;
}
function addressIn(code: string): URL {
  const [frame] = elementsIn(code);
  return new URL(frame?.attributes.src ?? '');
}

test('a frame as public sites have it', () => {
  expect(codeOf({ width: 265, height: 333 })).toMatchSnapshot();
});

test('a script as public sites have it', () => {
  expect(codeOf({ form: 'script', height: 480 })).toMatchSnapshot();
});

const designs: fc.Arbitrary<WidgetDesign> = fc.record({
  form: fc.constant('frame'),
  kinds: fc.subarray([...WIDGET_KINDS], { minLength: 1 }),
  elements: fc.integer({ min: 1, max: 10 }),
  width: fc.option(fc.integer({ min: 150, max: 1200 })),
  height: fc.integer({ min: 150, max: 1000 }),
  look: fc.constantFrom(...keysOf(LOOKS)),
  own: fc.constant(null),
  font: fc.constantFrom(...WIDGET_FONTS),
  letters: fc.constantFrom('usual' as const, 'large' as const),
});

test('whatever is chosen is read back from the code, from ПОС’ own address and no other', () => {
  fc.assert(
    fc.property(designs, (design) => {
      const [frame, ...others] = elementsIn(codeOf(design));
      expect([frame?.name, others]).toEqual(['iframe', []]);
      expect(frame?.attributes).toMatchObject({
        id: 'widgetPosId',
        title: TITLE,
        width: design.width === null ? '100%' : String(design.width),
        height: String(design.height),
      });
      const address = new URL(frame?.attributes.src ?? '');
      expect(address.origin + address.pathname).toBe(WIDGET_ADDRESSES.frame);
      const asked = Object.fromEntries(address.searchParams);
      expect(JSON.parse(asked.type ?? '')).toEqual(
        design.kinds.map((kind) => ASSUMED_NUMBERS[kind]).sort((one, other) => one - other),
      );
      expect(asked).toMatchObject({
        level: '30',
        municipality_id: OFFICE.municipality,
        maxElement: String(design.elements),
        fontFamily: design.font,
      });
      for (const parameter of COLOUR_PARAMETERS) expect(asked[parameter]).toMatch(/^[0-9a-f]{6}$/);
    }),
  );
});

test.each([
  ['a quote', '"><script>alert(1)</script>'],
  ['a single one', "' onload='alert(1)"],
  ['an entity', '&quot;&lt;'],
  ['an ampersand', 'Мамадыш & район'],
])('%s in the title stays words', (_, title) => {
  const written = widgetCode(USUAL_DESIGN, OFFICE, ASSUMED_NUMBERS, title);
  const elements = elementsIn('code' in written ? written.code : '');
  expect(elements.map(({ name, attributes }) => [name, attributes.title])).toEqual([['iframe', title]]);
});

test('what no form may hold does not reach the code, even out of a row that somebody has forged', () => {
  const forged = { ...USUAL_DESIGN, font: 'Arial&level=10"><script>' as 'Arial' };
  const address = addressIn(codeOf(forged));
  expect(address.searchParams.getAll('level')).toEqual(['30']);
  expect(address.searchParams.get('fontFamily')).toBe(forged.font);
});

test.each<[string, Partial<WidgetDesign>, Partial<WidgetOffice>, string]>([
  ['a frame without ОКТМО', {}, { municipality: '' }, 'municipality'],
  ['a frame with a word for it', {}, { municipality: '9264400x' }, 'municipality'],
  ['a script without the number', { form: 'script' }, { organization: '' }, 'organization'],
])('%s has no code, and says what it lacks', (_, design, office, lacks) => {
  const written = widgetCode({ ...USUAL_DESIGN, ...design }, { ...OFFICE, ...office }, ASSUMED_NUMBERS, TITLE);
  expect(written).toEqual({ lacks });
});

test('a frame needs no organization, and a script no ОКТМО', () => {
  expect(codeOf({}, { ...OFFICE, organization: '' })).toContain('municipality_id=92644000');
  expect(codeOf({ form: 'script' }, { ...OFFICE, municipality: '' })).toContain('data-org-id="12345"');
});

// ── Links ───────────────────────────────────────────────────────────────────

test('the list of the municipality, and the same counted in a social network', () => {
  expect(listLink(OFFICE)).toEqual({ link: 'https://pos.gosuslugi.ru/og/org-activities?mun_code=92644000' });
  expect(networkLink(OFFICE)).toEqual({
    link: 'https://pos.gosuslugi.ru/og/org-activities?mun_code=92644000&utm_source=vk2&utm_medium=92&utm_campaign=1021601842536',
  });
  expect(networkLink({ ...OFFICE, registration: '' })).toEqual({ lacks: 'registration' });
  expect(listLink({ ...OFFICE, municipality: '' })).toEqual({ lacks: 'municipality' });
});

test.each([
  ['municipality', '92644000', true],
  ['municipality', '9264400', false],
  ['municipality', '926440001', false],
  ['municipality', '٩٢٦٤٤٠٠٠', false],
  ['organization', '12345', true],
  ['organization', '123456', false],
  ['registration', '1021601842536', true],
  ['registration', '1021601842531', false],
  ['registration', '102160184253', false],
  ['region', '92', true],
  ['region', '9', false],
] as const)('%s %s: %s', (part, text, holds) => {
  expect(isOfficePart(part, text)).toBe(holds);
});

// ── Numbers of kinds ────────────────────────────────────────────────────────

test('a kind that gets a number gives its own to whoever had it: each number is one kind', () => {
  expect(withNumber(ASSUMED_NUMBERS, 'vote', 10)).toEqual({ poll: 20, vote: 10, discussion: 30, directLine: 40 });
  for (const kind of WIDGET_KINDS)
    for (const number of KIND_NUMBERS) {
      const numbers = withNumber(ASSUMED_NUMBERS, kind, number);
      expect([numbers[kind], Object.values(numbers).sort()]).toEqual([number, [...KIND_NUMBERS]]);
    }
});

test('another table of numbers is another address', () => {
  const numbers = withNumber(ASSUMED_NUMBERS, 'directLine', 10);
  expect(addressIn(codeOf({ kinds: ['poll', 'directLine'] }, OFFICE, numbers)).searchParams.get('type')).toBe(
    '[10,40]',
  );
});

// ── Colours ─────────────────────────────────────────────────────────────────

test.each([
  ['ffffff', '000000', 21],
  ['ffffff', '767676', 4.54],
  ['000000', '000000', 1],
])('%s on %s has %d', (one, other, contrast) => {
  expect(contrastOf(one, other)).toBeCloseTo(contrast, 2);
  expect(contrastOf(other, one)).toBeCloseTo(contrast, 2);
});

test.each(keysOf(LOOKS))('the look %s is read everywhere, on buttons too', (look) => {
  expect(unreadableIn(LOOKS[look])).toEqual([]);
  const { accent, onAccent } = coloursOf(LOOKS[look]);
  expect(contrastOf(accent, onAccent)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
});

const colours = fc.integer({ min: 0, max: 0xffffff }).map((number) => number.toString(16).padStart(6, '0'));
test('letters on a button are read, whatever its colour', () => {
  fc.assert(
    fc.property(colours, colours, colours, (paper, ink, accent) => {
      const { onAccent, soft, line } = coloursOf({ paper, ink, accent });
      expect(contrastOf(accent, onAccent)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      for (const colour of [onAccent, soft, line]) expect(colour).toMatch(/^[0-9a-f]{6}$/);
    }),
  );
});

test('grey on white is refused by what it lacks', () => {
  const palette: Palette = { paper: 'ffffff', ink: '999999', accent: '0b4f9e' };
  expect(unreadableIn(palette)).toEqual(['ink']);
  expect(contrastIn(palette, 'ink')).toBeLessThan(3);
});

test.each([
  ['#0B4F9E', '0b4f9e'],
  [' 0b4f9e ', '0b4f9e'],
  ['#09e', '0099ee'],
  ['синий', null],
  ['0b4f9', null],
  ['#0b4f9e; background: url(x)', null],
])('%s is the colour %s', (text, colour) => {
  expect(colourIn(text)).toBe(colour);
});
