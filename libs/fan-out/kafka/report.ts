/** Something that whoever runs the process should know; names no person. */
export type Report = (what: string, facts: Readonly<Record<string, string | number>>) => void;
