import { played } from '../../support/random';
import { inclusionPath, isIncluded, subtreesBeside } from '../../../src/proof/inclusion';
import {
  EMPTY_ROOT,
  GrowingTree,
  hex,
  leafHash,
  nodeHash,
  subtreesOf,
  type Hash,
  type Subtree,
} from '../../../src/proof/tree';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'hex');

/** The reference tree of certificate-transparency, as RFC 6962 and RFC 9162 hash it. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
] as const;
/** Leaf from 1, size, path. */
const PATHS: readonly (readonly [number, number, readonly string[]])[] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [3, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    2,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];

/** A tree and the hash of every full subtree in it. */
function grown(leaves: readonly Hash[]) {
  const tree = new GrowingTree();
  const kept = new Map<string, Hash>();
  for (const leaf of leaves) tree.add(leaf, ({ level, place }, hash) => kept.set(`${level}/${place}`, hash));
  return { tree, hashOf: ({ level, place }: Subtree) => kept.get(`${level}/${place}`)! };
}
const reference = (size: number) => grown(LEAVES.slice(0, size).map((leaf) => leafHash(bytes(leaf))));

test.each(ROOTS.map((root, size) => [size, root] as const))(
  'the reference tree of %i leaves has its root',
  (size, root) => {
    expect(hex(reference(size).tree.root)).toBe(root);
  },
);

test.each(PATHS)('leaf %i of the reference tree of %i has its path, which leads to the root', (leaf, size, path) => {
  const { tree, hashOf } = reference(size);
  const index = leaf - 1;
  expect(inclusionPath(index, size, hashOf).map(hex)).toEqual(path);
  const inclusion = { index, size, path: path.map(bytes), root: tree.root };
  expect(isIncluded({ ...inclusion, leaf: leafHash(bytes(LEAVES[index]!)) })).toBe(true);
});

test('a tree without a leaf has the hash of nothing', () => {
  expect(hex(EMPTY_ROOT)).toBe(ROOTS[0]);
});

const numbered = (size: number): Hash[] => Array.from({ length: size }, (_, index) => leafHash(`entry ${index}`));

/** The definition of RFC 9162 §2.1.1, word by word. */
function rootByDefinition(leaves: readonly Hash[]): Hash {
  const [only] = leaves;
  if (only === undefined) return EMPTY_ROOT;
  if (leaves.length === 1) return only;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return nodeHash(rootByDefinition(leaves.slice(0, half)), rootByDefinition(leaves.slice(half)));
}

test('a tree of any size has the root of the definition, and each of its leaves a path that no other place and no other leaf has', () => {
  for (let size = 1; size <= 70; size += 1) {
    const leaves = numbered(size);
    const { tree, hashOf } = grown(leaves);
    const root = tree.root;
    expect(hex(root)).toBe(hex(rootByDefinition(leaves)));
    for (const [index, leaf] of leaves.entries()) {
      const path = inclusionPath(index, size, hashOf);
      const inclusion = { leaf, index, size, path, root };
      expect(isIncluded(inclusion)).toBe(true);
      expect(isIncluded({ ...inclusion, leaf: leafHash('another') })).toBe(false);
      expect(isIncluded({ ...inclusion, index: (index + 1) % (size + 1) })).toBe(false);
      expect(isIncluded({ ...inclusion, path: [...path, leaf] })).toBe(false);
      if (path.length > 0) expect(isIncluded({ ...inclusion, path: path.slice(1) })).toBe(false);
    }
  }
});

test('grown on from its peaks a tree is the same as in one go', async () => {
  await played(async (random) => {
    const size = 1 + Math.floor(random() * 300);
    const cut = Math.floor(random() * (size + 1));
    const leaves = numbered(size);
    const { hashOf } = grown(leaves.slice(0, cut));
    const tree = new GrowingTree(cut, subtreesOf(0, cut).map(hashOf));
    for (const leaf of leaves.slice(cut)) tree.add(leaf);
    expect(hex(tree.root)).toBe(hex(grown(leaves).tree.root));
    expect(tree.size).toBe(size);
  });
});

test('of eight million leaves a proof needs some hundred hashes at most, and a place that is none is refused', () => {
  for (const index of [0, 1, 4_194_303, 7_999_998, 7_999_999])
    expect(subtreesBeside(index, 8_000_000).length).toBeLessThan(60);
  expect(() => subtreesBeside(8, 8)).toThrow(RangeError);
  expect(() => new GrowingTree(3, [leafHash('')])).toThrow(RangeError);
});
