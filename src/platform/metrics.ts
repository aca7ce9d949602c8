import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Observer } from './http/observation.ts';

/** A figure that is looked up each time somebody asks, and the labels that tell its samples from each other. */
export type Reading = {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  read(): Promise<readonly Sample[]>;
};
export type Sample = { readonly labels?: Readonly<Record<string, string>>; readonly value: number };

export interface Metrics extends Observer {
  /** All figures, in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Who asks waits no longer than this for a figure. */
const PATIENCE_MS = 2_000;

/**
 * Counts requests by the pattern of their route, never by their address, beside the figures of the process and the `readings`.
 * A reading that fails or is late is left out, and said in `escale_reading_failed`.
 */
export function createMetrics(readings: readonly Reading[]): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'escale_http_request_duration_seconds',
    help: 'Requests answered, and how long they took',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_S,
    registers,
  });
  const inFlight = new Gauge({ name: 'escale_http_requests_in_flight', help: 'Requests being answered', registers });
  const refusals = new Counter({
    name: 'escale_http_refusals_total',
    help: 'Requests told to come back later: too many from one sender (429), crowd or database away (503)',
    labelNames: ['status'],
    registers,
  });
  for (const status of ['429', '503']) refusals.inc({ status }, 0);
  const failed = new Gauge({
    name: 'escale_reading_failed',
    help: 'Whether a figure could not be looked up this time',
    labelNames: ['reading'],
    registers,
  });
  const gauges = readings.map(({ name, help, labels, read }) => ({
    name,
    read,
    gauge: new Gauge({ name, help, labelNames: [...labels], registers }),
  }));
  const look = async ({ name, gauge, read }: (typeof gauges)[number]): Promise<void> => {
    const samples = await withinPatience(read());
    gauge.reset();
    for (const { labels = {}, value } of samples ?? []) gauge.set(labels, value);
    failed.set({ reading: name }, samples === undefined ? 1 : 0);
  };
  return {
    contentType: registry.contentType,
    arrived: () => inFlight.inc(),
    answered: ({ method, route, status, ms }) => {
      inFlight.dec();
      duration.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, ms / 1000);
      if (status === 429 || status === 503) refusals.inc({ status: String(status) });
    },
    async text() {
      await Promise.all(gauges.map(look));
      return registry.metrics();
    },
  };
}

async function withinPatience<T>(work: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, PATIENCE_MS, undefined);
  try {
    return await Promise.race([work.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
