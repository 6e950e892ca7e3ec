import {
  applyDecorators,
  createParamDecorator,
  Injectable,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Clock, TrustError } from '#kernel';
import { parseRequestSignature, verifyRequest } from '#signing';
import { activeKey } from '#participants';
import { HubOptions } from '../hub.options.ts';
import { HubViews } from '../views/hub-views.ts';
import { verifierOf } from '../views/trust-questions.ts';

/** Who signed the request, proved by an endorsed `request` key. */
export type Signed = {
  /** An authority or an agency. */
  readonly participant: string;
  readonly state: string;
  readonly kid: string;
  readonly nonce: string;
};

type SignedRequest = FastifyRequest & { signed?: Signed };

/**
 * Verifies RFC 9421 signatures on the raw bytes, before any DTO exists. The named steps:
 * read the signature's parameters → find the endorsed key → its use and dates → verify over what came in.
 */
@Injectable()
export class SignatureGuard implements CanActivate {
  constructor(
    private readonly views: HubViews,
    private readonly clock: Clock,
    private readonly options: HubOptions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SignedRequest>();
    const parameters = parseRequestSignature(request.headers);
    const now = this.clock.now();
    const key = activeKey(this.views.trust, parameters.keyid, 'request', now);
    const received = toBeVerified(request, this.options.authority);
    await verifyRequest(received, parameters, verifierOf(key), now);
    request.signed = {
      participant: key.holder,
      state: key.state,
      kid: parameters.keyid,
      nonce: parameters.nonce,
    };
    return true;
  }
}

/** How the OpenAPI document names the scheme. */
export const REQUEST_SIGNATURE = 'requestSignature';

/** Every request to this controller is signed by an endorsed `request` key. */
export const SignedRequests = (): ClassDecorator =>
  applyDecorators(UseGuards(SignatureGuard), ApiSecurity(REQUEST_SIGNATURE));

function toBeVerified(request: FastifyRequest, authority: string) {
  const question = request.url.indexOf('?');
  return {
    method: request.method,
    authority,
    path: question < 0 ? request.url : request.url.slice(0, question),
    query: question < 0 ? '?' : request.url.slice(question),
    headers: request.headers,
    body: Buffer.isBuffer(request.body) ? request.body : undefined,
  };
}

/** The proved signer of the request; only behind `SignatureGuard`. */
export const SignedBy = createParamDecorator((_: unknown, context: ExecutionContext): Signed => {
  const { signed } = context.switchToHttp().getRequest<SignedRequest>();
  if (!signed) throw new TrustError('TRUST_REQUEST_UNSIGNED', 'no signature was verified here');
  return signed;
});
