/** Written by "npm run wire" from openapi.json. Do not edit. */
export interface paths {
    "/api/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's agents to choose from */
        get: operations["list-agents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{id}/lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Unlock a login after too many wrong passwords */
        delete: operations["unlock-login"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Pause an agent, or make it available
         * @description One's own always; another agent's as supervisor. During a call the change is queued.
         */
        put: operations["set-status"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Call history */
        get: operations["list-calls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A call with its timeline */
        get: operations["get-call"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A call's recording: WAV, 8 kHz, stereo, 16 bit, customer left; takes Range */
        get: operations["get-recording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The floor as it is now */
        get: operations["floor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's groups to choose from */
        get: operations["list-groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change one's own settings */
        patch: operations["change-me"];
        trace?: never;
    };
    "/api/v1/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's numbers to choose from */
        get: operations["list-numbers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is logged in */
        get: operations["session"];
        put?: never;
        /** Log in */
        post: operations["login"];
        /** Log out */
        delete: operations["logout"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/site": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site */
        get: operations["site"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Agent: {
            extension: string;
            id: string;
            /** @example ja */
            language: string;
            login: string;
            name: string;
            nickname: string;
            /** @enum {string} */
            role: "agent" | "supervisor" | "administrator";
        };
        CallEvent: {
            agent?: components["schemas"]["Named"];
            /** Format: date-time */
            at: string;
            data: unknown;
            group?: components["schemas"]["Named"];
            kind: string;
            leg?: string;
            /** Format: int64 */
            seq: number;
        };
        CallPage: {
            items: components["schemas"]["CallRow"][];
            /** @description absent: there are no more */
            nextCursor?: string;
        };
        CallParty: {
            agentId?: string;
            /** @enum {string} */
            kind: "trunk" | "agent" | "system";
            label: string;
            leg: string;
        };
        CallRecord: {
            call: components["schemas"]["CallRow"];
            events: components["schemas"]["CallEvent"][];
            parties: components["schemas"]["CallParty"][];
        };
        CallRow: {
            agent?: components["schemas"]["Named"];
            /** Format: date-time */
            answeredAt?: string;
            cause: string;
            /** @enum {string} */
            direction: "in" | "out" | "internal";
            /** Format: date-time */
            endedAt?: string;
            endedBy?: string;
            from: components["schemas"]["Party"];
            group?: components["schemas"]["Named"];
            hasRecording: boolean;
            id: string;
            phoneNumber?: string;
            /** @enum {string} */
            result: "answered" | "missed" | "";
            /** Format: date-time */
            startedAt: string;
            /** Format: double */
            talkSeconds: number;
            to: components["schemas"]["Party"];
            /** Format: double */
            waitSeconds: number;
        };
        "Change-meRequest": {
            /**
             * @description ja or en
             * @example ja
             */
            language: string;
        };
        Choice: {
            color?: string;
            extension?: string;
            id: string;
            name: string;
            nickname?: string;
            number?: string;
        };
        Choices: {
            items: components["schemas"]["Choice"][];
        };
        FloorView: {
            agents: components["schemas"]["LiveAgentRow"][];
            calls: components["schemas"]["LiveCallRow"][];
            groups: components["schemas"]["LiveGroupRow"][];
            /**
             * Format: int64
             * @description milliseconds since 1970
             */
            serverTime: number;
            statuses: components["schemas"]["LiveStatusRow"][];
            waiting: components["schemas"]["LiveWaitingRow"][];
        };
        LiveAgentRow: {
            call?: string;
            cause?: string;
            extension: string;
            groups: components["schemas"]["LiveMembership"][];
            id: string;
            name: string;
            nickname: string;
            /** Format: int64 */
            since: number;
            state: string;
            statusId?: string;
        };
        LiveCallRow: {
            agent?: string;
            /** Format: int64 */
            answeredAt?: number;
            direction: string;
            from: components["schemas"]["LiveCaller"];
            group?: string;
            id: string;
            recording: boolean;
            /** Format: int64 */
            since: number;
            state: string;
            to: components["schemas"]["LiveCaller"];
        };
        LiveCaller: {
            name?: string;
            number?: string;
            withheld?: boolean;
        };
        LiveGroupRow: {
            /** Format: int64 */
            abandoned: number;
            /** Format: int64 */
            answered: number;
            /** Format: int64 */
            arrivals: number;
            /** Format: int64 */
            available: number;
            color: string;
            extension: string;
            id: string;
            /** Format: int64 */
            longestWaitSince?: number;
            /** Format: int64 */
            members: number;
            name: string;
            /** Format: int64 */
            online: number;
            /** Format: int64 */
            overflow: number;
            /** Format: int64 */
            paused: number;
            /** Format: double */
            serviceLevel?: number;
            /** Format: int64 */
            talking: number;
            /** Format: int64 */
            timeout: number;
            /** Format: int64 */
            waiting: number;
        };
        LiveMembership: {
            cause?: string;
            id: string;
            /** Format: int64 */
            level?: number;
            next?: string;
            paused?: boolean;
            /** Format: int64 */
            since?: number;
            statusId: string | null;
            /** Format: int64 */
            until?: number;
        };
        LiveStatusRow: {
            color: string;
            icon: string;
            id: string;
            name: string;
        };
        LiveWaitingRow: {
            call: string;
            from: components["schemas"]["LiveCaller"];
            group: string;
            /** Format: int64 */
            position: number;
            /** Format: int64 */
            since: number;
            vip?: boolean;
        };
        Login: {
            agent: components["schemas"]["Agent"];
            /** @description for client app: send it as Authorization: Bearer */
            token?: string;
        };
        LoginInputBody: {
            /**
             * @description app: the token is given in the answer instead of a cookie
             * @enum {string}
             */
            client?: "console" | "app";
            /** @description login ID */
            id: string;
            password: string;
        };
        Named: {
            id: string;
            name: string;
        };
        Party: {
            name: string;
            number: string;
            withheld?: boolean;
        };
        Problem: {
            /** @description what went wrong, for programs: stable, as in login_failed */
            code?: string;
            /** @description what went wrong, for people, in the language of the session or of Accept-Language */
            detail?: string;
            errors?: components["schemas"]["ProblemField"][];
            /** Format: int64 */
            status?: number;
            /** @description the HTTP status in words */
            title?: string;
            /** @description always about:blank */
            type?: string;
        };
        ProblemField: {
            /** @description path of the value, as in body.status */
            location?: string;
            /** @description what was expected */
            message?: string;
            value?: unknown;
        };
        Session: {
            agent: components["schemas"]["Agent"];
        };
        Site: {
            languages: string[];
            name: string;
            /** @example Asia/Tokyo */
            timeZone: string;
            /** @description of the server */
            version: string;
        };
        StatusInputBody: {
            /** @description all, or the identifier of a group */
            scope: string;
            /** @description available, or the identifier of an agent status */
            status: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "list-agents": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Choices"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "unlock-login": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "set-status": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusInputBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-calls": {
        parameters: {
            query?: {
                /** @description start of the call, at or after */
                from?: string;
                /** @description start of the call, before */
                to?: string;
                /** @description in, out or internal */
                direction?: string;
                /** @description answered or missed */
                result?: string;
                /** @description part of any number of the call */
                number?: string;
                /** @description identifier of an agent who called or talked */
                agent?: string;
                /** @description identifier of a group that was visited */
                group?: string;
                /** @description identifier of the site's number that was called or presented */
                phoneNumber?: string;
                /** @description talked at least */
                minSeconds?: string;
                /** @description talked less than */
                maxSeconds?: string;
                /** @description -startedAt, startedAt, -talkSeconds or -waitSeconds */
                sort?: string;
                /** @description 0: 100 */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-call": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallRecord"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-recording": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    floor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FloorView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-groups": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Choices"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "change-me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change-meRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-numbers": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Choices"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Locked */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    site: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
