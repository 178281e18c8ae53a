import { CARS } from '../../shared/vehicle/cars.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { CarPicture } from '../view/carpicture.tsx';
import { joining, wish, wishFor } from './wish.ts';

/** Every car as a card with its picture and what it is like; one of them is driven next. */
export function CarChoice() {
  const chosen = wish.value.car;
  const choose = (car: string): void => {
    // A clone drives the car it learned, so it does not follow into another.
    joining.value = [];
    wishFor({ car });
  };
  return (
    <Card title={t('car.pick')} icon="wheel">
      <fieldset class="car-cards">
        <legend class="visually-hidden">{t('car.pick')}</legend>
        {[...CARS.keys()].map((car) => (
          <label key={car} class={`car-card ${car === chosen ? 'on' : ''}`}>
            <input type="radio" name="car" value={car} checked={car === chosen} onChange={() => choose(car)} />
            <CarPicture driver={1} clone={false} vehicle={car} width={150} height={72} />
            <span>
              <b>{t(`car.${car}.name`)}</b>
              <small>{t(`car.${car}.means`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
    </Card>
  );
}
