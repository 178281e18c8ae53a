import type { HeadSpec } from './head.ts';
import { cellOf, convolutionsOf, layersOf, type NetworkSpec } from './network.ts';

/** Multiplications of one decision: what a race pays for each car of a policy, at every one of its decisions. */
export function workOfLook(network: NetworkSpec, head: HeadSpec): number {
  const { memory, inputs } = network;
  const cell = cellOf(network);
  const pictures = convolutionsOf(network).reduce((sum, { rows, columns, filters, size, channels }) => {
    return sum + rows * columns * filters * size * size * channels;
  }, 0);
  const dense = layersOf(network).reduce((sum, layer) => sum + layer.inputs * layer.outputs, 0);
  const remembered = (cell ? (cell.inputs + cell.units) * cell.columns : 0) + (memory ? memory.samples * inputs : 0);
  return (pictures + dense + remembered) * (head.kind === 'flow' ? head.steps : 1);
}
