import { t } from '../locale/locale.ts';
import { ChartCard, type ChartTable } from '../view/charts/chartcard.tsx';
import { StepChart } from '../view/charts/stepchart.tsx';
import { type Curve, controlSeries, isBlind, mostSteps, predictionSeries } from './curves.ts';
import { stepsText } from './words.ts';

const HEIGHT = 226;

/** The lesson of the page: how well it predicts, beside how it drives, at the same steps. */
export function CurveCards({ curves }: { curves: readonly Curve[] }) {
  const most = mostSteps(curves);
  const last = curves[0]?.checks.at(-1);
  // With one or two laps there is nothing to predict that it did not learn from.
  const blind = isBlind(curves);
  const table = (of: 'mse' | 'fallsPerLap') => () => tableOf(curves, of);
  return (
    <div class="curve-cards">
      <ChartCard title={t('policies.prediction')} legend={t('policies.predictionAside')} table={table('mse')}>
        {curves.length > 0 && !blind ? (
          <StepChart
            series={predictionSeries(curves, t('policies.persistence'))}
            most={most}
            height={HEIGHT}
            label={t('policies.predictionLabel', { value: last?.mse?.toPrecision(2) ?? '–' })}
            xText={stepsText}
            yText={(value) => String(Number(value.toPrecision(2)))}
            leastTop={0.02}
          />
        ) : (
          <p class="curve-none">{t(curves.length > 0 ? 'policies.noPrediction' : 'policies.noCurves')}</p>
        )}
      </ChartCard>
      <ChartCard title={t('policies.control')} legend={t('policies.controlAside')} table={table('fallsPerLap')}>
        {curves.length > 0 ? (
          <StepChart
            series={controlSeries(curves)}
            most={most}
            height={HEIGHT}
            label={t('policies.controlLabel', { value: last?.fallsPerLap.toFixed(2) ?? '–' })}
            xText={stepsText}
            yText={(value) => String(Number(value.toPrecision(2)))}
            leastTop={1}
          />
        ) : (
          <p class="curve-none">{t('policies.noCurves')}</p>
        )}
      </ChartCard>
    </div>
  );
}

/** A row for each step at which anybody was looked at. */
function tableOf(curves: readonly Curve[], of: 'mse' | 'fallsPerLap'): ChartTable {
  const steps = [...new Set(curves.flatMap(({ checks }) => checks.map(({ step }) => step)))].sort((a, b) => a - b);
  return {
    columns: [t('policies.steps'), ...curves.map(({ name }) => name)],
    rows: steps.map((step) => [
      String(step),
      ...curves.map(({ checks }) => checks.find((check) => check.step === step)?.[of]?.toPrecision(3) ?? '–'),
    ]),
  };
}
