import type { Problem } from '#platform';
import type { SigningKey } from '#signing';

/** What came back, read whole. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON. */
  json<Content>(): Content;
  /** The text as JSON, a line each. */
  lines<Line>(): Line[];
  /** The text as a problem document. */
  readonly problem: Problem;
};

export type Question = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as it is, or as JSON. */
  readonly body?: string | Uint8Array | object;
  readonly contentType?: string;
  /** Whose request key signs; nobody's unless given. */
  readonly by?: string | SigningKey;
  /** Sent beside the signature's, or in their place. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** The body as it is sent. */
export function bytesOf(body: Question['body']): Buffer<ArrayBuffer> | undefined {
  if (body === undefined) return undefined;
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(JSON.stringify(body));
}

/** Reads an answer whole. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = <Content>() => JSON.parse(text) as Content;
  return {
    status: response.status,
    headers: response.headers,
    text,
    json,
    lines: <Line>() =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Line),
    get problem() {
      return json<Problem>();
    },
  };
}
