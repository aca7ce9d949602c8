import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Integer } from 'asn1js';
import { ContentInfo, PKIStatus, PKIStatusInfo, TimeStampReq, TimeStampResp } from 'pkijs';
import { horodaterCondense, type Signataire } from './certificats.ts';

export type Question = { readonly empreinte: ArrayBuffer; readonly nonce: Integer | undefined };

/** What a server of timestamps says to a question that it was asked. */
export type Conduite = (question: Question, response: ServerResponse) => Promise<void> | void;

export type Horodateur = {
  readonly url: string;
  /** What it was asked: the question, and the credentials that came with it. */
  readonly recues: {
    readonly question: Question;
    readonly certReq: boolean;
    readonly identifiants: string | undefined;
  }[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** A server of timestamps (RFC 3161) on this machine, on a free port; honest or not, as `conduite` says. */
export async function startHorodateur(conduite: Conduite): Promise<Horodateur> {
  const recues: Horodateur['recues'] = [];
  const server = createServer(async (request, response) => {
    const asked = TimeStampReq.fromBER(new Uint8Array(await buffer(request)));
    const question = { empreinte: asked.messageImprint.hashedMessage.valueBlock.valueHex, nonce: asked.nonce };
    recues.push({ question, certReq: asked.certReq === true, identifiants: request.headers.authorization });
    await conduite(question, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsp`,
    recues,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers as RFC 3161 says, but for what `faute` changes of the question. */
export function honnete(
  qui: Signataire,
  {
    avec = [],
    faute = (question) => question,
    le = new Date(),
  }: {
    readonly avec?: readonly Signataire[];
    readonly faute?: (question: Question) => Question;
    readonly le?: Date;
  } = {},
): Conduite {
  return async (question, response) => {
    const { empreinte, nonce } = faute(question);
    const token = await horodaterCondense(empreinte, qui, le, { avec, nonce });
    repondre(response, PKIStatus.granted, token);
  };
}

/** An answer of the protocol: a status, and the token that goes with it. */
export function repondre(response: ServerResponse, status: PKIStatus, token?: Uint8Array<ArrayBuffer>): void {
  const answer = new TimeStampResp({
    status: new PKIStatusInfo({ status }),
    ...(token === undefined ? {} : { timeStampToken: ContentInfo.fromBER(token) }),
  });
  response.setHeader('content-type', 'application/timestamp-reply');
  response.end(Buffer.from(answer.toSchema().toBER()));
}
