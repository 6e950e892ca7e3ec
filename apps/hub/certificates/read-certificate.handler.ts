import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { CertificateReader, type CertificateReading } from './certificate-reader.ts';
import type { Signed } from '../platform/signature.guard.ts';

export type Axes = { readonly validAt?: string; readonly knownAt?: string };

export class ReadCertificate extends Query<CertificateReading> {
  constructor(
    readonly record: { readonly issuer: string; readonly id: string },
    readonly axes: Axes,
    readonly by: Signed,
  ) {
    super();
  }
}

@QueryHandler(ReadCertificate)
export class ReadCertificateHandler implements IQueryHandler<ReadCertificate> {
  constructor(private readonly reader: CertificateReader) {}

  execute({ record, axes, by }: ReadCertificate): Promise<CertificateReading> {
    return this.reader.read(record, axes, by);
  }
}
