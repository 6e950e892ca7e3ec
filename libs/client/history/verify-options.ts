/** How a history is verified. */
export type VerifyOptions = {
  /**
   * False: signatures of records and of statements about them are taken as they are, and all else is verified, those of
   * participants and contracts too: a look at the order of things, several times faster. Default true.
   */
  readonly signatures?: boolean;
  /**
   * Signed checkpoints of the log from other hands than the hub's, a witness' or what was downloaded earlier: what was cut
   * off since, and a log that told others something else, show against them and against nothing else.
   */
  readonly checkpoints?: readonly string[];
  /** Only what stands after this position is told; what goes before is read as its ground, with its signatures as they are. */
  readonly after?: string;
  /** Nothing after this position is read. */
  readonly upTo?: string;
  /**
   * The events are whole streams, and not all of them: what their rules ask of other streams is taken as the hub found it,
   * and that they are in the log is proved elsewhere (`verifyExcerpt`). Default false.
   */
  readonly isExcerpt?: boolean;
  /** Whether the events are all that were stored, as far as `upTo`. Default true. */
  readonly isWhole?: boolean;
};
