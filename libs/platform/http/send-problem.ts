import type { FastifyReply } from 'fastify';
import { headersOf, problemOf, type Problem } from './problem.ts';

/** Answers with the error's problem document, and says which it was. */
export function sendProblem(reply: FastifyReply, error: unknown): Problem {
  const problem = problemOf(error);
  // Bytes, for Fastify gives a text a charset, which this media type does not have.
  const body = Buffer.from(JSON.stringify(problem));
  void reply.status(problem.status).headers(headersOf(problem, error)).send(body);
  return problem;
}
