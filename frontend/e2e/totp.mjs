// What an authenticator app does (RFC 6238), and an identity provider that lets everybody in as whom it is told.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of a base32 secret at a moment. */
export function codeOf(secret, at = Date.now()) {
  let bits = '';
  for (const letter of secret.replace(/[\s=]/g, '')) bits += ALPHABET.indexOf(letter).toString(2).padStart(5, '0');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const sum = createHmac('sha1', key).update(counter).digest();
  const from = sum[19] & 15;
  return String((sum.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const text = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** An issuer on loopback that says that whoever comes is `login`. */
export async function issuer(login) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map();
  const server = createServer((request, response) => {
    const at = new URL(request.url, base);
    const json = (value) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    switch (at.pathname) {
      case '/.well-known/openid-configuration':
        return json({ issuer: base, authorization_endpoint: `${base}/authorize`, token_endpoint: `${base}/token`, jwks_uri: `${base}/keys`, response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] });
      case '/keys':
        return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig', alg: 'RS256' }] });
      case '/authorize': {
        const code = `code${codes.size}`;
        codes.set(code, { nonce: at.searchParams.get('nonce'), aud: at.searchParams.get('client_id') });
        const back = new URL(at.searchParams.get('redirect_uri'));
        back.searchParams.set('code', code);
        back.searchParams.set('state', at.searchParams.get('state'));
        return response.writeHead(302, { Location: back.href }).end();
      }
      case '/token': {
        let body = '';
        request.on('data', (part) => (body += part));
        request.on('end', () => {
          const { nonce, aud } = codes.get(new URLSearchParams(body).get('code'));
          const now = Math.floor(Date.now() / 1000);
          const said = `${text({ alg: 'RS256', kid: '1', typ: 'JWT' })}.${text({ iss: base, sub: '1', aud, nonce, iat: now, exp: now + 60, preferred_username: login })}`;
          json({ access_token: 'x', token_type: 'Bearer', id_token: `${said}.${sign('sha256', Buffer.from(said), privateKey).toString('base64url')}` });
        });
        return undefined;
      }
      default:
        return response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${server.address().port}`;
  return { base, close: () => server.close() };
}
