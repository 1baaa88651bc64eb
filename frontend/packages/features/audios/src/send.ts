import { Problem, UNREACHABLE } from '@yobirin/wire';

export interface Progress {
  /** Part that the server has, 0 to 1; at 1 it is converting. */
  sent: number;
}

interface Sending {
  path: string;
  method: 'POST' | 'PUT';
  version?: number;
  fields: Readonly<Record<string, string>>;
  file: File;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

/** Sends a form with a file; fetch cannot tell how far it is. Gives what takes it back, too. */
export function send<T>({ path, method, version, fields, file, signal, onProgress }: Sending): Promise<{ value: T; undo: string | undefined }> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    if (version !== undefined) request.setRequestHeader('If-Match', `"${version}"`);
    request.upload.onprogress = (event) => onProgress({ sent: event.lengthComputable && event.total > 0 ? event.loaded / event.total : 0 });
    request.upload.onload = () => onProgress({ sent: 1 });
    request.onerror = () => fail(new Problem(0, { code: UNREACHABLE }));
    request.onabort = () => fail(new DOMException('', 'AbortError'));
    request.onload = () => {
      let answer: unknown;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = {};
      }
      if (request.status >= 200 && request.status < 300) done({ value: answer as T, undo: request.getResponseHeader('Undo') || undefined });
      else fail(new Problem(request.status, answer as object));
    };
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', file);
    onProgress({ sent: 0 });
    request.send(form);
  });
}
