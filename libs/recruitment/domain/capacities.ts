/** In what capacity a party takes part in a worker's case. */
export type Capacity = keyof typeof CAPACITIES;

type Terms = {
  readonly title: string;
  /** What the trust list must say of who signs with a key of its own in this capacity. */
  readonly role: string;
  /** On which end of the corridor its state is; `nowhere` for the hub, which belongs to none. */
  readonly side: 'origin' | 'destination' | 'either' | 'nowhere';
  /** Who may sign for one that has no key, with the party's own act on file. */
  readonly attestedBy: readonly string[];
};

const by = (
  title: string,
  role: string,
  side: Terms['side'],
  ...attestedBy: readonly string[]
): Terms => ({ title, role, side, attestedBy });

/** Who may act as what, and who may sign for whom (domain.md §3.3, roles). */
export const CAPACITIES = {
  WORKER: by(
    'the worker',
    'worker',
    'either',
    'AGENCY_ORIGIN',
    'AGENCY_DESTINATION',
    'EMPLOYMENT_SERVICE',
    'LABOUR_ORIGIN',
    'LABOUR_DESTINATION',
    'INFORMATION_CENTRE',
  ),
  EMPLOYER: by(
    'the employer',
    'employer',
    'destination',
    'AGENCY_DESTINATION',
    'LABOUR_DESTINATION',
  ),
  AGENCY_ORIGIN: by('the agency at the origin', 'agency', 'origin', 'EMPLOYMENT_SERVICE'),
  AGENCY_DESTINATION: by('the agency at the destination', 'agency', 'destination'),
  EMPLOYMENT_SERVICE: by(
    'the public employment service of the origin (its labour ministry, where no agency stands between)',
    'labour-ministry',
    'origin',
  ),
  LABOUR_ORIGIN: by('the labour ministry of the origin', 'labour-ministry', 'origin'),
  LABOUR_DESTINATION: by(
    'the labour ministry of the destination',
    'labour-ministry',
    'destination',
  ),
  HEALTH_ORIGIN: by('the health ministry of the origin', 'health-ministry', 'origin'),
  MIGRATION_ORIGIN: by('the migration authority of the origin', 'migration-authority', 'origin'),
  MIGRATION_DESTINATION: by(
    'the migration authority of the destination',
    'migration-authority',
    'destination',
  ),
  BORDER_ORIGIN: by('a border post of the origin', 'border-post', 'origin', 'MIGRATION_ORIGIN'),
  BORDER_DESTINATION: by(
    'a border post of the destination',
    'border-post',
    'destination',
    'MIGRATION_DESTINATION',
  ),
  TRAINING_CENTRE: by(
    'a training centre of the origin',
    'training-centre',
    'origin',
    'AGENCY_ORIGIN',
    'EMPLOYMENT_SERVICE',
  ),
  INFORMATION_CENTRE: by('an information and resource centre', 'information-centre', 'either'),
  HUB: by('the hub, by rule', 'hub', 'nowhere'),
} satisfies Readonly<Record<string, Terms>>;

export const isAgency = (capacity: Capacity): capacity is 'AGENCY_ORIGIN' | 'AGENCY_DESTINATION' =>
  CAPACITIES[capacity].role === 'agency';
