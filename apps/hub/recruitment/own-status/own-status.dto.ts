import { Matches } from 'class-validator';
import { Member } from '#platform';

/** A worker's own case, by what the worker has on paper and shows by consent. */
export class OwnStatusDto {
  @Member('The consent token: 26 characters of RFC 4648 base32, 130 bits.', {
    example: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  })
  @Matches(/^[A-Z2-7]{26}$/)
  consentToken!: string;
}
