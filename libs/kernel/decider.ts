/** A message of the domain: a command or an event. */
export type Message = { readonly type: string };

/**
 * The rules of one aggregate as two tables of plain functions. A command or an event without a row
 * does not compile. `decide` throws a coded error or returns events; `evolve` never throws.
 * No row reads a clock, draws an identifier or does input or output: time, identity and facts about
 * other aggregates arrive in the command. (architecture §4)
 */
export type Decider<State, Command extends Message, Event extends Message> = {
  readonly initial: State;
  readonly decide: {
    readonly [Type in Command['type']]: (
      command: Extract<Command, { type: Type }>,
      state: State,
    ) => readonly Event[];
  };
  readonly evolve: {
    readonly [Type in Event['type']]: (
      state: State,
      event: Extract<Event, { type: Type }>,
    ) => State;
  };
};

/** Looks the command's row up and applies it. */
export function decide<State, Command extends Message, Event extends Message>(
  decider: Decider<State, Command, Event>,
  command: Command,
  state: State,
): readonly Event[] {
  const row = decider.decide[command.type as Command['type']] as (
    command: Command,
    state: State,
  ) => readonly Event[];
  return row(command, state);
}

/** The state after `events`, in their order, starting from `state`. Types without a row are skipped: other views' news. */
export function fold<State, Command extends Message, Event extends Message>(
  decider: Decider<State, Command, Event>,
  events: Iterable<Message>,
  state: State = decider.initial,
): State {
  // Sound: a row is only called with the event type it is filed under.
  const table = decider.evolve as unknown as Readonly<
    Record<string, ((state: State, event: Message) => State) | undefined>
  >;
  for (const event of events) {
    const row = Object.hasOwn(table, event.type) ? table[event.type] : undefined;
    if (row) state = row(state, event);
  }
  return state;
}
