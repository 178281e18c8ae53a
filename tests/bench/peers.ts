import RAPIER from '@dimforge/rapier2d-deterministic-compat';
import { Box, Chain, Vec2, World } from 'planck';
import { FULL } from '../../shared/race/frame.ts';
import { CONTACT_FRICTION, RESTITUTION } from '../../shared/race/impulse.ts';
import { SURFACES } from '../../shared/track/surface.ts';
import type { Track } from '../../shared/track/track.ts';
import { SUB_STEPS, TICK } from '../../shared/units/units.ts';
import { type BodyRates, bodyDerivative, type Demand } from '../../shared/vehicle/body.ts';
import { demandOf } from '../../shared/vehicle/pedal.ts';
import { CLUB_RACER, maxSteerAt } from '../../shared/vehicle/spec.ts';
import { ellipseTyres } from '../../shared/vehicle/tyre.ts';
import { PACK_TICKS, packOf, weave } from './pack.ts';

/** A rigid body of another engine; velocities in the world. */
interface PeerBody {
  heading(): number;
  velocity(): { x: number; y: number };
  yawRate(): number;
  move(vx: number, vy: number, yawRate: number): void;
}

/** Another engine's world with the bodies of a pack in it. */
interface PeerWorld {
  bodies: PeerBody[];
  step(): void;
  /** Pairs of cars that touch now. */
  touching(): number;
  free(): void;
}

const DT = TICK / SUB_STEPS;
const SPEC = CLUB_RACER;
/** Places where the peers' walls have a corner are this far apart, in samples of the centre line. */
const WALL_STRIDE = 8;

/** Both walls of a track as closed lines of points. */
function wallsOf(track: Track): { x: number; y: number }[][] {
  const lines: { x: number; y: number }[][] = [[], []];
  for (let i = 0; i < track.count; i += WALL_STRIDE) {
    const [left, right] = [track.left[i] + track.wall, -track.right[i] - track.wall];
    for (const [side, offset] of [left, right].entries()) {
      lines[side].push({ x: track.x[i] - offset * track.tangentY[i], y: track.y[i] + offset * track.tangentX[i] });
    }
  }
  return lines;
}

/** The deterministic build of Rapier (WebAssembly), 4 steps a tick. */
function rapierWorld(track: Track, count: number): PeerWorld {
  const world = new RAPIER.World({ x: 0, y: 0 });
  world.timestep = DT;
  for (const line of wallsOf(track)) {
    const closed = [...line, line[0]].flatMap(({ x, y }) => [x, y]);
    world.createCollider(RAPIER.ColliderDesc.polyline(Float32Array.from(closed)));
  }
  const colliders: RAPIER.Collider[] = [];
  const bodies = packOf(track, count).cars.map((car): PeerBody => {
    const cos = Math.cos(car.heading);
    const sin = Math.sin(car.heading);
    const body = world.createRigidBody(
      RAPIER.RigidBodyDesc.dynamic()
        .setTranslation(car.x, car.y)
        .setRotation(car.heading)
        .setLinvel(car.vx * cos, car.vx * sin)
        .setCanSleep(false),
    );
    const shape = RAPIER.ColliderDesc.cuboid(SPEC.length / 2, SPEC.width / 2)
      .setMassProperties(SPEC.mass, { x: 0, y: 0 }, SPEC.yawInertia)
      .setRestitution(RESTITUTION)
      .setFriction(CONTACT_FRICTION);
    colliders.push(world.createCollider(shape, body));
    const linear = { x: 0, y: 0 };
    return {
      heading: () => body.rotation(),
      velocity: () => body.linvel(),
      yawRate: () => body.angvel(),
      move: (vx, vy, yawRate) => {
        linear.x = vx;
        linear.y = vy;
        body.setLinvel(linear, false);
        body.setAngvel(yawRate, false);
      },
    };
  });
  const touching = (): number => {
    let pairs = 0;
    for (const [i, one] of colliders.entries()) {
      for (const other of colliders.slice(i + 1)) {
        world.contactPair(one, other, (manifold) => {
          if (manifold.numContacts() > 0) pairs++;
        });
      }
    }
    return pairs;
  };
  return { bodies, step: () => world.step(), touching, free: () => world.free() };
}

/** Planck (Box2D in JavaScript), 4 steps a tick with its usual 8 velocity and 3 position iterations. */
function planckWorld(track: Track, count: number): PeerWorld {
  const world = new World({ gravity: Vec2(0, 0), allowSleep: false });
  const ground = world.createBody();
  for (const line of wallsOf(track)) ground.createFixture(new Chain(line, true));
  const cars = packOf(track, count).cars.map((car) => {
    const body = world.createBody({ type: 'dynamic', position: Vec2(car.x, car.y), angle: car.heading });
    const shape = new Box(SPEC.length / 2, SPEC.width / 2);
    body.createFixture({ shape, restitution: RESTITUTION, friction: CONTACT_FRICTION, density: 1 });
    body.setMassData({ mass: SPEC.mass, center: Vec2(0, 0), I: SPEC.yawInertia });
    body.setLinearVelocity(Vec2(car.vx * Math.cos(car.heading), car.vx * Math.sin(car.heading)));
    return body;
  });
  const linear = Vec2(0, 0);
  const bodies = cars.map(
    (body): PeerBody => ({
      heading: () => body.getAngle(),
      velocity: () => body.getLinearVelocity(),
      yawRate: () => body.getAngularVelocity(),
      move: (vx, vy, yawRate) => {
        linear.set(vx, vy);
        body.setLinearVelocity(linear);
        body.setAngularVelocity(yawRate);
      },
    }),
  );
  const touching = (): number => {
    let pairs = 0;
    for (let contact = world.getContactList(); contact; contact = contact.getNext()) {
      const betweenCars = contact.getFixtureA().getBody() !== ground && contact.getFixtureB().getBody() !== ground;
      if (betweenCars && contact.isTouching()) pairs++;
    }
    return pairs;
  };
  return { bodies, step: () => world.step(DT, 8, 3), touching, free: () => {} };
}

/** Engines by name, for a pack of `count` cars on a track. */
export const PEERS: Record<string, (track: Track, count: number) => PeerWorld> = {
  'rapier2d-deterministic': rapierWorld,
  planck: planckWorld,
};

/** Once, before any of PEERS is called. */
export const startPeers = (): Promise<void> => RAPIER.init();

const demand: Demand = { front: 0, rear: 0, resistance: 0 };
const rates: BodyRates = { vx: 0, vy: 0, yawRate: 0 };
const motion = { vx: 0, vy: 0, yawRate: 0, steer: 0 };

/**
 * Drive the pack in another engine with our tyres: each sub-step ours make the velocities, theirs the contacts and the
 * motion. Without what a race does besides (surfaces, road coordinates, laps, rounding), which favours the peer.
 */
export function drivePeer(world: PeerWorld): number {
  const steers = world.bodies.map(() => 0);
  let contacts = 0;
  for (let tick = 0; tick < PACK_TICKS; tick++) {
    for (let step = 0; step < SUB_STEPS; step++) {
      for (let car = 0; car < steers.length; car++) steers[car] = drive(world.bodies[car], steers[car], tick, car);
      world.step();
    }
    if (tick % 30 === 29) contacts += world.touching();
  }
  return contacts;
}

/** One sub-step of one car's steering and tyres; its new steering angle. */
function drive(body: PeerBody, angle: number, tick: number, car: number): number {
  const frame = weave(tick, car);
  const heading = body.heading();
  const cos = Math.cos(heading);
  const sin = Math.sin(heading);
  const { x, y } = body.velocity();
  motion.vx = x * cos + y * sin;
  motion.vy = y * cos - x * sin;
  motion.yawRate = body.yawRate();
  const turn = (frame.steer / FULL) * maxSteerAt(SPEC, motion.vx) - angle;
  motion.steer = angle + Math.max(-SPEC.steerRate * DT, Math.min(SPEC.steerRate * DT, turn));
  const speed = Math.sqrt(motion.vx * motion.vx + motion.vy * motion.vy);
  demandOf(frame.pedal / FULL, motion.vx, speed, SPEC, SURFACES.asphalt, demand);
  bodyDerivative(motion, demand, SPEC, SPEC.friction, ellipseTyres, rates);
  const vx = motion.vx + rates.vx * DT;
  const vy = motion.vy + rates.vy * DT;
  body.move(vx * cos - vy * sin, vx * sin + vy * cos, motion.yawRate + rates.yawRate * DT);
  return motion.steer;
}
