/** Signs certificates, as a ministry does before it pushes them. */
import { parentPort, workerData } from 'node:worker_threads';
import { sampleIssue } from '#testing';
import type { IssueOrder, Issued } from '../issued.ts';

const { key, list, indices, from, outcomes } = workerData as IssueOrder;
const issued: Issued[] = [];
for (const [at, index] of indices.entries()) {
  const { record, clearances, claims } = await sampleIssue({
    key,
    n: from + at,
    outcomes,
    status: [{ list, index }],
  });
  const question = {
    code: claims.verificationCode,
    documentNumber: claims.subject.documents[0]!.number,
    birthDate: claims.subject.birthDate,
    destination: 'RU',
  };
  issued.push({
    body: Buffer.from(JSON.stringify({ record, clearances })),
    question: Buffer.from(JSON.stringify(question)),
  });
}
parentPort!.postMessage(issued);
