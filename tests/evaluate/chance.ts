import type { Spec } from './corpus.ts';
import type { Facts } from './facts.ts';

/**
 * The share that would be right for a model that paints perfect pictures of the wrong captions: the mean over all pairs
 * of different specs of a family.
 */
export function findChance(specs: readonly Spec[]): Facts {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const asked of specs) {
    for (const shown of specs) {
      if (asked === shown || asked.family !== shown.family) continue;
      for (const [row, right] of Object.entries(compare(asked, shown))) {
        const { sum, count } = sums.get(row) ?? { sum: 0, count: 0 };
        sums.set(row, { sum: sum + Number(right), count: count + 1 });
      }
    }
  }
  return Object.fromEntries([...sums].map(([row, { sum, count }]) => [row, sum / count]));
}

/** What of one spec a perfect picture of another shows. */
function compare(asked: Spec, shown: Spec): Record<string, boolean | number> {
  if (asked.family === 'shape' && shown.family === 'shape') {
    const foreground = asked.color === shown.color;
    const background = asked.background === shown.background;
    return {
      'both colors': foreground && background,
      foreground,
      background,
      shape: asked.shape === shown.shape,
      place: `${asked.place}` === `${shown.place}`,
    };
  }
  if (asked.family === 'two' && shown.family === 'two') {
    const there = new Set([...shown.colors, shown.background]);
    const isSame = `${asked.colors}` === `${shown.colors}`;
    return {
      'two: colors': asked.colors.every((name) => there.has(name)),
      'two: relation': isSame && asked.relation === shown.relation,
    };
  }
  if (asked.family === 'many' && shown.family === 'many') return { count: asked.count === shown.count };
  if (asked.family === 'pattern' && shown.family === 'pattern') {
    const isKind = asked.kind === shown.kind && asked.direction === shown.direction;
    const inOrder = (spec: typeof asked) =>
      spec.kind === 'gradient' ? spec.colors : [...spec.colors].sort();
    const areColors = `${inOrder(asked)}` === `${inOrder(shown)}`;
    return {
      pattern: isKind && areColors,
      'pattern: kind and direction': isKind,
      'pattern: colors': areColors,
    };
  }
  if (asked.family === 'scene' && shown.family === 'scene') {
    const told = asked.extras.map((name) => Number(shown.extras.includes(name)));
    const [hour, land] = [asked.hour === shown.hour, asked.land === shown.land];
    return {
      'scene: hour': hour,
      'scene: land': land,
      'scene: parts present': mean([Number(hour), Number(land), ...told]),
      ...(told.length > 0 && { 'scene: named things': mean(told) }),
    };
  }
  if (asked.family === 'icon' && shown.family === 'icon') {
    return { icon: asked.icon === shown.icon, 'icon: background': asked.background === shown.background };
  }
  return {};
}

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
