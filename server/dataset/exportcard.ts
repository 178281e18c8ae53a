import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Licence } from '../../shared/dataset/licence.ts';
import { IMAGE_HEIGHT, IMAGE_WIDTH } from '../../shared/observation/camera.ts';
import { observationNames } from '../../shared/observation/spec.ts';
import type { ExportReport } from './export.ts';
import { type ExportFrame, taskOf } from './exportwriter.ts';
import { limitWords } from './limitwords.ts';

/** Licences as dataset hubs call them. */
const LICENCE_TAGS: Record<Licence, string> = {
  'CC-BY-4.0': 'cc-by-4.0',
  'CC-BY-SA-4.0': 'cc-by-sa-4.0',
  'CC-BY-NC-4.0': 'cc-by-nc-4.0',
  'CC0-1.0': 'cc0-1.0',
  none: 'other',
};

/** `README.md` of an export, in the form that dataset hubs read: what it is, of whom, and what it is not. */
export function writeExportCard(frame: ExportFrame, report: ExportReport): void {
  const { card, track, spec, rate, observation, images, slug } = frame;
  const { counts } = card;
  const tags = report.format === 'lerobot' ? 'tags:\n- LeRobot\n' : '';
  const licence = card.licence === null ? '' : `license: ${LICENCE_TAGS[card.licence]}\n`;
  const lines = [
    `---\n${licence}${tags}task_categories:\n- robotics\n---`,
    `# ${slug}`,
    taskOf(frame),
    `- ${report.laps} laps, ${report.steps} steps at ${rate} Hz, ${Math.round(report.seconds)} s of driving.`,
    `- The data set holds ${counts.laps} laps of ${counts.drivers} drivers; ${report.withheld} of its laps are not here, because their person did not agree to an export.`,
    ...(report.unseen > 0
      ? [`- ${report.unseen} laps more are not here: a car in sight of theirs was not recorded.`]
      : []),
    '- Drivers are pseudonyms.',
    `- Track ${track.id} ${track.hash.slice(0, 12)}, car ${spec.id}, physics ${card.physics}, content ${card.id}.`,
    '- Actions are steer and pedal in [−1, 1], left and throttle positive, the mean over a step; rewards are metres of road gained in a step and nobody was told of them.',
    `- State: x y heading vx vy yawRate steer distance, in metres, seconds, radians. Observation (${observation.blocks.join(', ')}, version ${observation.version}): ${observationNames(observation).join(' ')}.`,
    ...(images.length > 0
      ? [
          `- Pictures of ${images.join(', ')}, ${IMAGE_WIDTH} × ${IMAGE_HEIGHT}, grey in three equal channels, drawn from the state.`,
        ]
      : []),
    `- Splits (${card.splits.name}): ${card.splits.train.length} laps to train on, ${card.splits.validation.length} held out.`,
    ...(card.licence === 'none' ? ['- Its maker does not want it passed on.'] : []),
    ...(card.limits.length > 0
      ? ['What it cannot show:', card.limits.map((limit) => `- ${limitWords(limit)}`).join('\n')]
      : []),
    '- A person can still take their laps back on the server that made this; copies that were downloaded cannot be recalled.',
  ];
  writeFileSync(join(frame.folder, 'README.md'), `${lines.join('\n\n')}\n`);
}
