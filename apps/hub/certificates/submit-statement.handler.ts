import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CertificateStatementType } from '#certificates';
import type { Receipt } from '../log/receipts.ts';
import { CertificateStatements } from './certificate-statements.ts';

export class SubmitCertificateStatement extends Command<Receipt> {
  constructor(
    readonly typ: CertificateStatementType,
    readonly text: string,
    readonly record: { readonly issuer: string; readonly id: string },
  ) {
    super();
  }
}

@CommandHandler(SubmitCertificateStatement)
export class SubmitCertificateStatementHandler implements ICommandHandler<SubmitCertificateStatement> {
  constructor(private readonly statements: CertificateStatements) {}

  execute({ typ, text, record }: SubmitCertificateStatement): Promise<Receipt> {
    return this.statements.submit(typ, text, record);
  }
}
