import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Where to connect to, and how long that may take. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  readonly timeoutMs: number;
  /** Certificates of the authorities to trust; default: the well-known ones. */
  readonly authorities?: readonly string[] | undefined;
}

/** A connection that came about and was closed again. */
export interface Connected {
  /** When the other side's certificate ends; only with TLS. */
  readonly certificateEndsAt: Date | undefined;
  /** e.g. `TLSv1.3`; only with TLS. */
  readonly protocol: string | undefined;
}

/**
 * Connects, with TLS also verifies the certificate as every request will, and hangs up.
 * @throws Error with a `code` of Node.js or OpenSSL, or `TIMEOUT`
 */
export function connect({ host, port, isTls, timeoutMs, authorities }: Target): Promise<Connected> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      resolve(
        'getPeerCertificate' in socket
          ? {
              certificateEndsAt: new Date(socket.getPeerCertificate().valid_to),
              protocol: socket.getProtocol() ?? undefined,
            }
          : { certificateEndsAt: undefined, protocol: undefined },
      );
      socket.destroy();
    };
    const socket = isTls
      ? connectTls(
          {
            ...{ host, port },
            ...(isIP(host) === 0 ? { servername: host } : {}),
            ...(authorities ? { ca: [...authorities] } : {}),
          },
          done,
        )
      : connectTcp({ host, port }, done);
    socket.setTimeout(timeoutMs, () => {
      socket.destroy(Object.assign(new Error('timed out'), { code: 'TIMEOUT' }));
    });
    socket.once('error', reject);
  });
}
