// A sign-in service that is as strict as HelseID, and a service behind it, for tests.
//
// node server.mjs <folder with node_modules>; reads {"clients": [...]} from stdin, prints the port.
// The sign-in is oidc-provider; what is ours is HelseID's own rules for a client's statement, and
// /fhir/..., which takes a token (and its proof) as a Norwegian health service does.

import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const packages = createRequire(`${process.argv[2]}/`);
const from = (name) => import(pathToFileURL(packages.resolve(name)).href);
const [{ default: Provider, errors }, jose] = await Promise.all([from('oidc-provider'), from('jose')]);

const given = [];
for await (const part of process.stdin) given.push(part);
const { clients } = JSON.parse(Buffer.concat(given));

const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const algorithms = ['ES256', 'ES384', 'RS256', 'PS256'];
const { privateKey } = await jose.generateKeyPair('RS256', { extractable: true });
const provider = new Provider(issuer, {
  clients: clients.map((client) => ({
    redirect_uris: [], response_types: [], grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'private_key_jwt', ...client,
  })),
  clientAuthMethods: ['private_key_jwt'],
  enabledJWA: { clientAuthSigningAlgValues: algorithms, dPoPSigningAlgValues: ['ES256'] },
  clockTolerance: 5,
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
  },
  scopes: ['fhir', 'everything'],
  jwks: { keys: [await jose.exportJWK(privateKey)] },
  ttl: { ClientCredentials: 300 },
  async assertJwtClientAuthClaimsAndHeader(ctx, claims, header) {
    const wrong = header.typ !== 'client-authentication+jwt' || !header.kid
      || !claims.iat || claims.exp - claims.iat > 60;
    if (wrong) throw new errors.InvalidClientAuth('not as HelseID wants it');
  },
});

let nonce = 'first-nonce';
const seen = new Set();

async function checked(request) {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  const known = token && await provider.ClientCredentials.find(token);
  if (!known || known.isExpired) throw new Error('invalid_token');
  if (!known.jkt) {
    if (scheme !== 'Bearer') throw new Error('invalid_token');
    return;
  }
  if (scheme !== 'DPoP') throw new Error('invalid_token');
  const { payload, protectedHeader } = await jose.jwtVerify(
    request.headers.dpop ?? '', jose.EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ['ES256'] },
  );
  if (payload.nonce !== nonce) throw new Error('use_dpop_nonce');
  const path = new URL(request.url, issuer).pathname;
  const right = payload.htm === request.method && payload.htu === issuer + path
    && payload.ath === createHash('sha256').update(token).digest('base64url')
    && await jose.calculateJwkThumbprint(protectedHeader.jwk) === known.jkt
    && Math.abs(Date.now() / 1000 - payload.iat) < 60 && !seen.has(payload.jti);
  seen.add(payload.jti);
  if (!right) throw new Error('invalid_dpop_proof');
}

const signIn = provider.callback();
server.on('request', async (request, response) => {
  if (!request.url.startsWith('/fhir')) return signIn(request, response);
  let status = 200;
  try {
    await checked(request);
  } catch ({ message }) {
    status = 401;
    response.setHeader('www-authenticate', `DPoP error="${message}"`);
    if (message === 'use_dpop_nonce') response.setHeader('dpop-nonce', nonce);
  }
  const changes = status === 200 && request.url.startsWith('/fhir/new-nonce');
  if (changes) nonce = randomBytes(9).toString('base64url');
  response.writeHead(status, { 'content-type': 'application/fhir+json' });
  response.end(status === 200 ? '{"resourceType":"Bundle"}' : '{"resourceType":"OperationOutcome"}');
  return undefined;
});
console.log(JSON.stringify({ port: server.address().port }));
