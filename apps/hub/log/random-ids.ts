import { randomBytes, randomUUID } from 'node:crypto';
import { Ids } from '#kernel';

export class RandomIds extends Ids {
  uuid(): string {
    return randomUUID();
  }
  nonce(): string {
    return randomBytes(16).toString('base64url');
  }
}
