/**
 * EventBridge event patterns: exact, prefix, suffix, anything-but, exists, numeric, wildcard, equals-ignore-case, $or.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export type Matcher = (event: unknown) => boolean;

type Leaf = string | number | boolean | null;
/** Tells whether one leaf of the event matches. */
type LeafTest = (leaf: Leaf) => boolean;

/**
 * Compiles an event pattern.
 * An object in the pattern asks for an object in the event, a list in the pattern gives alternatives, and an array in
 * the event matches when one of its elements does; the fields of one nested pattern must match in the same element.
 * @throws Error when the pattern is one that EventBridge would not accept.
 */
export function compilePattern(pattern: unknown): Matcher {
  if (!isObject(pattern)) throw new Error('An event pattern is an object');
  const matchers = Object.entries(pattern).map(([key, value]) => (key === '$or' ? anyOf(value) : field(key, value)));
  return (event) => elementsOf(event).some((element) => matchers.every((matches) => matches(element)));
}

function anyOf(alternatives: unknown): Matcher {
  if (!Array.isArray(alternatives) || alternatives.length < 2) throw new Error('$or needs at least two patterns');
  const matchers = alternatives.map(compilePattern);
  return (event) => matchers.some((matches) => matches(event));
}

function field(key: string, pattern: unknown): Matcher {
  const matches = Array.isArray(pattern) ? compileLeaf(key, pattern) : compilePattern(pattern);
  return (event) => matches(isObject(event) ? event[key] : undefined);
}

function compileLeaf(key: string, alternatives: unknown[]): Matcher {
  if (alternatives.length === 0) throw new Error(`The pattern of "${key}" has no values`);
  const matchers = alternatives.map(alternative);
  return (value) => {
    const leaves = leavesOf(value);
    return matchers.some((matches) => matches(leaves));
  };
}

function alternative(pattern: unknown): (leaves: Leaf[]) => boolean {
  if (isObject(pattern) && typeof pattern.exists === 'boolean' && Object.keys(pattern).length === 1) {
    const { exists } = pattern;
    return (leaves) => leaves.length > 0 === exists;
  }
  const test = leafTest(pattern);
  return (leaves) => leaves.some(test);
}

function leafTest(pattern: unknown): LeafTest {
  if (isLeaf(pattern)) return (leaf) => leaf === pattern;
  if (!isObject(pattern)) throw new Error(`Not a pattern: ${JSON.stringify(pattern)}`);
  const [[operator, operand] = ['', undefined], ...more] = Object.entries(pattern);
  if (more.length > 0) throw new Error(`Only one operator is allowed: ${JSON.stringify(pattern)}`);
  if (operator === 'anything-but') return anythingBut(operand);
  if (operator === 'numeric') return numeric(operand);
  return textTest(operator, operand);
}

function textTest(operator: string, operand: unknown): LeafTest {
  const text =
    (test: (value: string) => boolean): LeafTest =>
    (leaf) =>
      typeof leaf === 'string' && test(leaf);
  const ignoringCase = isObject(operand) ? operand['equals-ignore-case'] : undefined;
  if (typeof ignoringCase === 'string' && (operator === 'prefix' || operator === 'suffix')) {
    const wanted = ignoringCase.toLowerCase();
    return text((v) => (operator === 'prefix' ? v.toLowerCase().startsWith(wanted) : v.toLowerCase().endsWith(wanted)));
  }
  if (typeof operand !== 'string') throw new Error(`"${operator}" is not an operator, or its value is not a text`);
  if (operator === 'prefix') return text((v) => v.startsWith(operand));
  if (operator === 'suffix') return text((v) => v.endsWith(operand));
  if (operator === 'equals-ignore-case') return text((v) => v.toLowerCase() === operand.toLowerCase());
  if (operator === 'wildcard') {
    const expression = wildcard(operand);
    return text((v) => expression.test(v));
  }
  throw new Error(`"${operator}" is not an operator of event patterns`);
}

function anythingBut(operand: unknown): LeafTest {
  if (isObject(operand)) {
    const [[operator, values] = ['', undefined]] = Object.entries(operand);
    const tests = (Array.isArray(values) ? values : [values]).map((value) => textTest(operator, value));
    return (leaf) => !tests.some((matches) => matches(leaf));
  }
  const refused = Array.isArray(operand) ? operand : [operand];
  if (!refused.every(isLeaf)) throw new Error('"anything-but" takes texts, numbers or one operator');
  return (leaf) => !refused.includes(leaf);
}

const COMPARISONS: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function numeric(operand: unknown): LeafTest {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 > 0) {
    throw new Error('"numeric" takes pairs of a comparison and a number');
  }
  const tests = operand.flatMap((comparison, index) => {
    if (index % 2 > 0) return [];
    const compare = COMPARISONS[String(comparison)];
    const bound: unknown = operand[index + 1];
    if (!compare || typeof bound !== 'number') throw new Error(`Not a comparison: ${JSON.stringify(operand)}`);
    return [(value: number) => compare(value, bound)];
  });
  return (leaf) => typeof leaf === 'number' && tests.every((holds) => holds(leaf));
}

/** `*` stands for any characters; a backslash makes `*` and itself literal. */
function wildcard(pattern: string): RegExp {
  const parts = pattern.match(/\\[*\\]|[\s\S]/g) ?? [];
  if (parts.some((part, index) => part === '*' && parts[index + 1] === '*')) {
    throw new Error('A wildcard pattern cannot hold "**"');
  }
  const source = parts.map((part) =>
    part === '*' ? '[\\s\\S]*' : escapeRegExp(part.length > 1 ? part.slice(1) : part),
  );
  return new RegExp(`^${source.join('')}$`);
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLeaf = (value: unknown): value is Leaf =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** An empty or missing array still stands for "nothing there", so that `exists: false` can match. */
const elementsOf = (value: unknown): unknown[] => (Array.isArray(value) && value.length > 0 ? value.flat() : [value]);

const leavesOf = (value: unknown): Leaf[] => (Array.isArray(value) ? value.flat(Infinity) : [value]).filter(isLeaf);
