import { Follower, type Followed, type FollowOptions } from './follower.ts';
import type { View } from './view.ts';

/** A view kept in memory and in step with the store. */
export class Following<State> extends Follower {
  #state: State;

  constructor(store: Followed, view: View<State>, options?: FollowOptions) {
    super(
      store,
      {
        after: 'start',
        prefixes: view.prefixes,
        apply: (events) => {
          for (const event of events) this.#state = view.evolve(this.#state, event);
        },
      },
      options,
    );
    this.#state = view.initial;
  }

  /** The view after everything up to `position`. */
  get state(): State {
    return this.#state;
  }
}

/** Folds the view from position zero on and keeps it in step. Small views: each start reads their whole streams. */
export const follow = <State>(
  store: Followed,
  view: View<State>,
  options?: FollowOptions,
): Following<State> => new Following(store, view, options);
