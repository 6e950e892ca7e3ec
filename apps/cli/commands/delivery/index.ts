import { group, type Verb } from '../../shell/verb.ts';
import { listDeliveries } from './list.ts';
import { redriveDeliveries } from './redrive.ts';
import { showDelivery } from './show.ts';

export const delivery: Verb = (parent, act) => {
  const one = group(
    parent,
    'delivery',
    'what came to an authority and has no answer for good; have it sent again',
  );
  for (const verb of [listDeliveries, showDelivery, redriveDeliveries]) verb(one, act);
};
