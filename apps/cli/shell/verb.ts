import type { Command } from 'commander';
import type { ExitCode } from './exit.ts';
import type { Session } from './session.ts';

/** How commands hang in the program: each file of `commands/` is one of these. */
export type Verb = (parent: Command, act: Act) => void;

/**
 * What a command does, given the arguments that it declares and then its own options. It may say how it ended;
 * done if it does not.
 */
export type Perform<Values extends readonly unknown[]> = (
  session: Session,
  ...values: Values
) => Promise<ExitCode | void>;

/** Makes an action of commander's out of it. */
export type Act = <Values extends readonly unknown[]>(
  perform: Perform<Values>,
) => (...received: readonly unknown[]) => Promise<void>;

/** A group of commands under one word. */
export const group = (parent: Command, name: string, summary: string): Command =>
  parent.command(name).description(summary);

export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ ${line}\n`).join('')}`;
