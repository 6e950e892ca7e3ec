import { specFor } from '#testing';
import type { SubjectCommand, SubjectEvent } from './exchange.messages.ts';
import { subject } from './subject.decider.ts';

const given = specFor(subject);
const to = [{ authority: 'RU.MOH', grants: [{ contract: 'kg-ru', version: 1, grant: 0 }] }];
const data = {
  controller: 'KG',
  subject: 'subject-1',
  records: [{ issuer: 'KG.MOH', id: 'certificate-1' }],
  basis: 'SUBJECT_REQUEST',
  statement: 'header.erasure.signature',
};
const at = '2031-05-01T08:00:00.000Z';
const erase = (change: Partial<typeof data> = {}, by = 'KG.MOH'): SubjectCommand => ({
  type: 'EraseSubject',
  data: { ...data, ...change, to },
  at,
  by,
});
const erased: SubjectEvent = { type: 'SubjectErased', data, at, by: 'KG.MOH', to };

describe('a worker', () => {
  test('is erased, and everybody is told whom a record ever went to', () =>
    given().when(erase()).then(erased));

  test('is erased by any authority of the controller state', () =>
    given()
      .when(erase({}, 'KG.MOL'))
      .then({ ...erased, by: 'KG.MOL' }));

  test('is erased once', () => {
    given(erased).when(erase()).then();
    given(erased)
      .when(erase({ statement: 'header.other.signature' }))
      .then();
  });

  test('is erased again, whole, where a record or its recipient was on its way', () => {
    const records = [...data.records, { issuer: 'KG.MOH', id: 'certificate-2' }];
    const more = { ...erased, data: { ...data, records } };
    given(erased).when(erase({ records })).then(more);
    given(erased, more).when(erase({ records })).then();
    given(erased, more).when(erase()).then();
    const elsewhere = [{ issuer: 'KG.MOL', id: 'certificate-1' }];
    given(erased)
      .when(erase({ records: elsewhere }))
      .then({ ...erased, data: { ...data, records: elsewhere } });
    const everybody = [...to, { authority: 'BY.MOH', grants: [] }];
    const command = erase();
    given(erased)
      .when({ ...command, data: { ...command.data, to: everybody } })
      .then({ ...erased, to: everybody });
    given({ ...erased, to: everybody })
      .when(command)
      .then();
  });

  test('whose erasure was told to nobody is erased again for who is to be told', () => {
    const { to: _, ...untold } = erased;
    given(untold).when(erase()).then(erased);
  });

  test('is erased by nobody else', () => {
    given().when(erase({}, 'RU.MOH')).thenThrows('TRUST_NOT_ALLOWED');
    given(erased).when(erase({}, 'RU.MOH')).thenThrows('TRUST_NOT_ALLOWED');
  });
});
