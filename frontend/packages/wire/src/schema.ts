/**
 * The server's API in the shape that openapi-typescript writes. `npm run wire` replaces this file from
 * `packages/wire/openapi.json`.
 */
type Json<T> = { headers: Record<string, unknown>; content: { 'application/json': T } };
type Empty = { headers: Record<string, unknown>; content?: never };
type Failure = { headers: Record<string, unknown>; content: { 'application/problem+json': components['schemas']['Problem'] } };
type List<T> = {
  get: { parameters: { query?: { q?: string; limit?: number; cursor?: string } }; responses: { 200: Json<{ items: T[] }>; default: Failure } };
};
type Path = { id: string };

export interface paths {
  '/api/v1/session': {
    get: { parameters: object; responses: { 200: Json<components['schemas']['Session']>; default: Failure } };
    post: {
      parameters: object;
      requestBody: { content: { 'application/json': { id: string; password: string } } };
      responses: { 200: Json<components['schemas']['Session']>; default: Failure };
    };
    delete: { parameters: object; responses: { 204: Empty; default: Failure } };
  };
  '/api/v1/me': {
    patch: {
      parameters: object;
      requestBody: { content: { 'application/json': { language: string } } };
      responses: { 200: Json<components['schemas']['Agent']>; 204: Empty; default: Failure };
    };
  };
  '/api/v1/agents/{id}/status': {
    put: {
      parameters: { path: Path };
      requestBody: { content: { 'application/json': { scope: string; status: string } } };
      responses: { 204: Empty; default: Failure };
    };
  };
  '/api/v1/calls': {
    get: {
      parameters: { query?: components['schemas']['CallQuery'] };
      responses: { 200: Json<components['schemas']['CallPage']>; default: Failure };
    };
  };
  '/api/v1/calls/{id}': {
    get: { parameters: { path: Path }; responses: { 200: Json<components['schemas']['CallRecord']>; default: Failure } };
  };
  '/api/v1/groups': List<components['schemas']['Choice']>;
  '/api/v1/agents': List<components['schemas']['Choice']>;
  '/api/v1/numbers': List<components['schemas']['Choice']>;
  '/api/v1/site': {
    get: { parameters: object; responses: { 200: Json<components['schemas']['Site']>; default: Failure } };
  };
}

export interface components {
  schemas: {
    Problem: {
      type?: string;
      title?: string;
      status?: number;
      detail?: string;
      code?: string;
      attemptsLeft?: number;
      errors?: { location?: string; message?: string; value?: unknown }[];
    };
    Agent: {
      id: string;
      login: string;
      name: string;
      nickname: string;
      extension?: string;
      role: 'agent' | 'supervisor' | 'administrator';
      language?: string;
    };
    Session: { agent: components['schemas']['Agent'] };
    Site: { name: string; timeZone: string; languages: string[]; version: string };
    Choice: { id: string; name: string; extension?: string; number?: string; color?: string };
    Party: { number?: string; name?: string; withheld?: boolean };
    Named: { id: string; name: string };
    CallQuery: {
      from?: string;
      to?: string;
      direction?: string;
      result?: string;
      number?: string;
      agent?: string;
      group?: string;
      phoneNumber?: string;
      minSeconds?: number;
      maxSeconds?: number;
      sort?: string;
      limit?: number;
      cursor?: string;
    };
    CallRow: {
      id: string;
      startedAt: string;
      answeredAt?: string;
      endedAt?: string;
      direction: 'in' | 'out' | 'internal';
      /** Empty while the call is in progress. */
      result: 'answered' | 'missed' | '';
      from: components['schemas']['Party'];
      to: components['schemas']['Party'];
      phoneNumber?: string;
      group?: components['schemas']['Named'];
      agent?: components['schemas']['Named'];
      waitSeconds: number;
      talkSeconds: number;
      cause?: string;
      hasRecording: boolean;
    };
    CallPage: { items: components['schemas']['CallRow'][]; nextCursor?: string };
    CallParty: { leg: string; label: string; kind: 'trunk' | 'agent' | 'system'; agentId?: string };
    CallEvent: {
      seq: number;
      at: string;
      kind: string;
      leg?: string;
      peer?: string;
      group?: string | components['schemas']['Named'];
      agent?: string | components['schemas']['Named'];
      text?: { key: string; params?: Record<string, unknown> };
      data?: Record<string, unknown>;
    };
    CallRecord: {
      call: components['schemas']['CallRow'];
      parties: components['schemas']['CallParty'][];
      events: components['schemas']['CallEvent'][];
    };
  };
}
