/** Written by "npm run wire" from openapi.json. Do not edit. */
export interface paths {
    "/api/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["agents-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["agents-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a list as CSV */
        get: operations["agents-export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["agents-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["agents-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["agents-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in a CSV file: rows make records or change them, wrong rows are left out */
        post: operations["agents-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["agents-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["agents-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["agents-change"];
        trace?: never;
    };
    "/api/v1/agents/{id}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke every API key of an agent, at once and for ever */
        delete: operations["revoke-api-keys-of"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["agents-history"];
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
        /**
         * Lock a login until it is unlocked
         * @description Logging in by password is refused, as after too many wrong passwords. Sessions that are open go on. unlock-login ends it.
         */
        put: operations["lock-login"];
        post?: never;
        /** Unlock a login after too many wrong passwords */
        delete: operations["unlock-login"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End every session of an agent, but the one that asks */
        delete: operations["end-sessions-of"];
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
    "/api/v1/agents/{id}/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take away the second factor of an agent who has lost it; the agent's sessions end */
        delete: operations["reset-totp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{id}/unlock-pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Unlock an agent's PIN after too many wrong ones */
        post: operations["unlock-pin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["agents-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{id}/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Listen to an agent, whisper to it, or barge in: one's own phone rings first */
        post: operations["watch-agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API keys, newest first */
        get: operations["list-api-keys"];
        put?: never;
        /** Make an API key of one's own; its text is in this answer only */
        post: operations["make-api-key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key, at once and for ever */
        delete: operations["revoke-api-key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/archives": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Days with recordings and their archives, the last first */
        get: operations["list-archives"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/archives/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the archive of a day now, or make it anew */
        post: operations["make-archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/archives/{day}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The archive of a day: zip; takes Range */
        get: operations["get-archive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["audios-list"];
        put?: never;
        /** Upload an audio file: WAV, MP3, M4A, Ogg, FLAC or WebM */
        post: operations["create-audio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audios/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["audios-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audios/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["audios-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audios/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["audios-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["audios-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["audios-change"];
        trace?: never;
    };
    "/api/v1/audios/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["audios-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audios/{id}/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sound of an audio file: WAV, 8 kHz, mono, 16 bit; takes Range */
        get: operations["listen-audio"];
        /** Replace the sound of an audio file */
        put: operations["replace-audio"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audios/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["audios-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, newest first */
        get: operations["list-audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, as CSV: filtered as list-audit, all pages */
        get: operations["export-audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/barred": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["barred-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["barred-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/barred.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a list as CSV */
        get: operations["barred-export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/barred/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["barred-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/barred/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["barred-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/barred/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["barred-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/barred/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in a CSV file: rows make records or change them, wrong rows are left out */
        post: operations["barred-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/barred/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["barred-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["barred-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["barred-change"];
        trace?: never;
    };
    "/api/v1/barred/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["barred-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/barred/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["barred-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/callers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["callers-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["callers-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/callers.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a list as CSV */
        get: operations["callers-export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/callers/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["callers-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/callers/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["callers-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/callers/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["callers-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/callers/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in a CSV file: rows make records or change them, wrong rows are left out */
        post: operations["callers-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/callers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["callers-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["callers-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["callers-change"];
        trace?: never;
    };
    "/api/v1/callers/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["callers-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/callers/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["callers-uses"];
        put?: never;
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
        /** Call somebody: one's own phone rings first */
        post: operations["order-call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The call history as CSV: UTF-8, in the session's language, times in the site's zone; filters as list-calls, all rows */
        get: operations["export-calls"];
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
        /** A call's latest recording: WAV, 8 kHz, stereo, 16 bit, customer left; takes Range */
        get: operations["get-recording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The recordings of a call, also those that are deleted */
        get: operations["list-recordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/{command}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do something with a call in progress
         * @description An agent acts on its own part of a call; a supervisor, with `of`, on anybody's. `end` ends the whole call and is a supervisor's.
         */
        post: operations["command-call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/carrier-profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The presets for carriers and their switches */
        get: operations["carrier-profiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/agents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The conversation with an agent, made when there is none */
        post: operations["open-chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of a message */
        get: operations["take-chat-file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What references as in call:ID stand for, as far as one may see it */
        post: operations["resolve-chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages in which all words are; width, case and kana make no difference */
        get: operations["search-chat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's conversations with what is unread, the newest message first */
        get: operations["chat-threads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/threads/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a file of at most 10 MiB for a message that is sent afterwards */
        post: operations["upload-chat-file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/threads/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages of a conversation, the oldest first: the newest page, or what lies before or after a number */
        get: operations["chat-messages"];
        put?: never;
        /** Send a message */
        post: operations["send-chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/threads/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Note that one has read up to a message */
        put: operations["read-chat"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/threads/{id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell the others that one is writing; every few seconds while one does */
        post: operations["typing-chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/choices/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's agents to choose from */
        get: operations["choose-agents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/choices/audios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's audios to choose from */
        get: operations["choose-audios"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/choices/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's groups to choose from */
        get: operations["choose-groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/choices/ivrs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's ivrs to choose from */
        get: operations["choose-ivrs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/choices/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's numbers to choose from */
        get: operations["choose-numbers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/choices/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's roles to choose from */
        get: operations["choose-roles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/choices/statuses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's statuses to choose from */
        get: operations["choose-statuses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/choices/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's transfers to choose from */
        get: operations["choose-transfers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/choices/trunks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's trunks to choose from */
        get: operations["choose-trunks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The feature codes */
        get: operations["codes"];
        /** Change the feature codes; a feature that is not mentioned gets its usual code */
        put: operations["change-codes"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/codes/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change whose fields nobody has changed since */
        post: operations["undo-codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/codes/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the codes */
        get: operations["codes-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["devices-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["devices-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a list as CSV */
        get: operations["devices-export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["devices-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["devices-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["devices-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in a CSV file: rows make records or change them, wrong rows are left out */
        post: operations["devices-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of desk phones that files are written for, and how many keys they have */
        get: operations["phone-models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A strong password to give to a phone; nothing is stored */
        post: operations["draw-device-password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/usual-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that a phone usually has: park slots, picking up for the agent's groups, the colleagues there; nothing is stored */
        get: operations["usual-phone-keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["devices-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["devices-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["devices-change"];
        trace?: never;
    };
    "/api/v1/devices/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["devices-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a desk phone may take its files from an address of its own */
        get: operations["device-link"];
        put?: never;
        /** Give a desk phone an address to take its files from, and a new password with it */
        post: operations["open-device-link"];
        /** Switch a desk phone's address off; the phone keeps its password */
        delete: operations["close-device-link"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/provisioning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How a desk phone is set up, for who has its password */
        post: operations["provision-device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a phone a new password, which is told this once */
        post: operations["reset-device-password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/resync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell a registered desk phone to take its settings anew */
        post: operations["resync-device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/unlock-pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let agents log in again at a phone after too many wrong PINs */
        post: operations["unlock-phone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["devices-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/extensions/free": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Extensions that nobody has and that may be given */
        get: operations["free-extensions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["fields-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["fields-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["fields-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["fields-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["fields-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["fields-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["fields-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["fields-change"];
        trace?: never;
    };
    "/api/v1/fields/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["fields-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["fields-uses"];
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
    "/api/v1/floor/groups/{id}/bars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A group's figures by five minutes
         * @description Bars in which nobody arrived are left out. Groups that one does not see are not there.
         */
        get: operations["group-bars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/formats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["formats-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["formats-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/formats/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["formats-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/formats/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["formats-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/formats/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["formats-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/formats/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["formats-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["formats-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["formats-change"];
        trace?: never;
    };
    "/api/v1/formats/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["formats-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/formats/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["formats-uses"];
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
        /** A page of the records */
        get: operations["groups-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["groups-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a list as CSV */
        get: operations["groups-export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["groups-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["groups-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["groups-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in a CSV file: rows make records or change them, wrong rows are left out */
        post: operations["groups-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["groups-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["groups-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["groups-change"];
        trace?: never;
    };
    "/api/v1/groups/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["groups-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{id}/members/{agent}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a member of a group another skill level */
        put: operations["set-level"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{id}/pick-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer a call that rings in a group: one's own phone rings first */
        post: operations["pick-up-group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["groups-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["holidays-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["holidays-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a list as CSV */
        get: operations["holidays-export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["holidays-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["holidays-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["holidays-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in a CSV file: rows make records or change them, wrong rows are left out */
        post: operations["holidays-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["holidays-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["holidays-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["holidays-change"];
        trace?: never;
    };
    "/api/v1/holidays/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["holidays-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holidays/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["holidays-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ivrs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["ivrs-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["ivrs-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ivrs/at": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What happens to a call that comes to an IVR as it is edited, at a moment */
        post: operations["ivr-preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ivrs/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["ivrs-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ivrs/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["ivrs-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ivrs/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["ivrs-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ivrs/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is probably wrong in the site's IVRs */
        get: operations["lint-ivrs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ivrs/week": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an IVR as it is edited does in a week, and what is probably not meant so */
        post: operations["ivr-week"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ivrs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["ivrs-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["ivrs-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["ivrs-change"];
        trace?: never;
    };
    "/api/v1/ivrs/{id}/at": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happens to a call that comes to an IVR at a moment */
        get: operations["ivr-at"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ivrs/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["ivrs-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ivrs/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["ivrs-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Logins, PINs and phones that are locked after wrong tries
         * @description Unlock them by unlock-login, unlock-pin and unlock-phone.
         */
        get: operations["list-locks"];
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
    "/api/v1/me/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own API keys in force; a change of the password leaves them so unless it is told otherwise */
        get: operations["my-api-keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own phones */
        get: operations["my-devices"];
        put?: never;
        /** Make a desk phone of one's own */
        post: operations["add-my-device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove one of one's own phones */
        delete: operations["remove-my-device"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Tell that this softphone cannot take calls, and why; an empty cause: that it can */
        put: operations["my-health"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/layout/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one arranged a screen; empty for not at all */
        get: operations["my-layout"];
        /**
         * Keep how one arranged a screen
         * @description A JSON object of at most 16 KB; the empty one forgets it.
         */
        put: operations["keep-my-layout"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/missed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calls to oneself that were missed and not seen yet */
        get: operations["my-missed-calls"];
        /** They were seen */
        put: operations["see-missed-calls"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change one's own password; one's other sessions end */
        put: operations["change-my-password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change one's own PIN for hot-desk phones */
        put: operations["change-my-pin"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Oneself: numbers to present, settings, codes */
        get: operations["my-profile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell how a call was at one's own phone */
        post: operations["report-quality"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where one is logged in */
        get: operations["my-sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of one's own sessions */
        delete: operations["end-my-session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/softphone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The agent app's account as a phone; its password is new each time */
        post: operations["my-softphone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's second factor */
        get: operations["my-totp"];
        put?: never;
        /** Begin to set up a second factor: a secret for an authenticator app */
        post: operations["begin-totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the second factor in force by a code of it */
        post: operations["confirm-totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn one's second factor off */
        post: operations["end-totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp/recovery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make new recovery codes */
        post: operations["renew-totp-recovery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["numbers-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["numbers-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/numbers.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a list as CSV */
        get: operations["numbers-export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/numbers/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["numbers-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/numbers/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["numbers-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/numbers/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["numbers-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/numbers/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in a CSV file: rows make records or change them, wrong rows are left out */
        post: operations["numbers-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/numbers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["numbers-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["numbers-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["numbers-change"];
        trace?: never;
    };
    "/api/v1/numbers/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["numbers-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/numbers/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["numbers-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Parked calls */
        get: operations["list-parked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parked/{slot}/pick-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Talk to who is parked: one's own phone rings first */
        post: operations["pick-up-slot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every permission that a role can have */
        get: operations["list-permissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The built-in prompts and what is played instead */
        get: operations["list-prompts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change whose fields nobody has changed since */
        post: operations["undo-prompts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts/{language}/{prompt}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Play an audio file of the site instead of a prompt */
        put: operations["replace-prompt"];
        post?: never;
        /** Play the built-in prompt again */
        delete: operations["reset-prompt"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prompts/{language}/{prompt}/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A prompt as it is played: WAV, 8 kHz, mono, 16 bit; takes Range */
        get: operations["listen-prompt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Japan's public holidays of a year, moved ones included; whether they count is a setting of the site */
        get: operations["public-holidays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recording-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that recordings are encrypted with, by name; never the keys themselves */
        get: operations["list-recording-keys"];
        put?: never;
        /** Make a new key, which new recordings use from now on; old recordings keep theirs */
        post: operations["make-recording-key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One recording, as get-recording gives it */
        get: operations["play-recording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/{id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep a recording whatever the retention says (legal hold) */
        put: operations["hold-recording"];
        post?: never;
        /** End a legal hold */
        delete: operations["free-recording"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["rejected-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["rejected-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a list as CSV */
        get: operations["rejected-export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["rejected-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["rejected-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["rejected-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in a CSV file: rows make records or change them, wrong rows are left out */
        post: operations["rejected-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["rejected-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["rejected-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["rejected-change"];
        trace?: never;
    };
    "/api/v1/rejected/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["rejected-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["rejected-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["roles-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["roles-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a list as CSV */
        get: operations["roles-export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["roles-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["roles-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["roles-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in a CSV file: rows make records or change them, wrong rows are left out */
        post: operations["roles-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["roles-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["roles-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["roles-change"];
        trace?: never;
    };
    "/api/v1/roles/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["roles-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["roles-uses"];
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
    "/api/v1/session/here": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is logged in on this browser, if anybody: what the console begins with */
        get: operations["session-here"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/oidc/app": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Let the app in that has begun: sends the browser to it with a code of one use */
        get: operations["agree-app-sso"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the identity provider sends the browser back to; for an app, a page asks before it is let in */
        get: operations["end-sso"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/oidc/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Log in by single sign-on: sends the browser to the identity provider */
        get: operations["begin-sso"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/oidc/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The app's token for the code that it was given, within 60 seconds */
        post: operations["end-app-sso"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one may log in */
        get: operations["login-options"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is logged in where, newest first */
        get: operations["list-sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a session */
        delete: operations["end-session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The settings */
        get: operations["settings-read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the settings by a JSON merge patch (RFC 7396) */
        patch: operations["settings-change"];
        trace?: never;
    };
    "/api/v1/settings/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is asked of those who log in */
        get: operations["access-settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what is asked of those who log in
         * @description Needs every permission: who decides how administrators log in could log in as one.
         */
        patch: operations["change-access-settings"];
        trace?: never;
    };
    "/api/v1/settings/access/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change whose fields nobody has changed since */
        post: operations["undo-access-settings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/access/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the access-settings */
        get: operations["access-settings-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/access/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look whether an identity provider is there; nothing is changed */
        post: operations["try-identity-provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The archive settings */
        get: operations["archive-settings-read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the archive settings by a JSON merge patch (RFC 7396) */
        patch: operations["archive-settings-change"];
        trace?: never;
    };
    "/api/v1/settings/archive/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["archive-settings-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/archive/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the archive-settings */
        get: operations["archive-settings-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["settings-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chat settings */
        get: operations["chat-settings-read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the chat settings by a JSON merge patch (RFC 7396) */
        patch: operations["chat-settings-change"];
        trace?: never;
    };
    "/api/v1/settings/chat/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["chat-settings-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/chat/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the chat-settings */
        get: operations["chat-settings-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the settings */
        get: operations["settings-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The mail settings */
        get: operations["mail-settings-read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the mail settings by a JSON merge patch (RFC 7396) */
        patch: operations["mail-settings-change"];
        trace?: never;
    };
    "/api/v1/settings/mail/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["mail-settings-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/mail/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the mail-settings */
        get: operations["mail-settings-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/mail/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test mail now */
        post: operations["test-mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/s3": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bucket settings */
        get: operations["bucket-settings-read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the bucket settings by a JSON merge patch (RFC 7396) */
        patch: operations["bucket-settings-change"];
        trace?: never;
    };
    "/api/v1/settings/s3/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["bucket-settings-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/s3/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the bucket-settings */
        get: operations["bucket-settings-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/s3/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a bucket without storing it: a small file is stored, read and deleted */
        post: operations["test-s3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far the site is set up: each step as it stands now
         * @description Who asks says that nothing more is to be shown by PUT /api/v1/me/layout/welcome with {"dismissed": true}.
         */
        get: operations["setup"];
        put?: never;
        post?: never;
        delete?: never;
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
    "/api/v1/site/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fill an empty site with a small sample */
        post: operations["load-sample"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["statuses-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["statuses-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a list as CSV */
        get: operations["statuses-export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["statuses-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["statuses-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["statuses-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in a CSV file: rows make records or change them, wrong rows are left out */
        post: operations["statuses-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["statuses-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["statuses-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["statuses-change"];
        trace?: never;
    };
    "/api/v1/statuses/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["statuses-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["statuses-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["transfers-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["transfers-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transfers.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The records of a list as CSV */
        get: operations["transfers-export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transfers/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["transfers-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transfers/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["transfers-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transfers/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["transfers-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transfers/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring in a CSV file: rows make records or change them, wrong rows are left out */
        post: operations["transfers-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transfers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["transfers-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["transfers-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["transfers-change"];
        trace?: never;
    };
    "/api/v1/transfers/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["transfers-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transfers/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["transfers-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the records */
        get: operations["trunks-list"];
        put?: never;
        /** Make a record; what is not sent has its default */
        post: operations["trunks-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a change, of one record or many: of those whose fields nobody has changed since */
        post: operations["trunks-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks/blank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new record with its defaults, not stored */
        get: operations["trunks-blank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change or delete many records, each judged by itself */
        post: operations["trunks-bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: operations["trunks-read"];
        put?: never;
        post?: never;
        /** Delete a record that is not used */
        delete: operations["trunks-delete"];
        options?: never;
        head?: never;
        /** Change a record by a JSON merge patch (RFC 7396) */
        patch: operations["trunks-change"];
        trace?: never;
    };
    "/api/v1/trunks/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a record, also of a deleted one */
        get: operations["trunks-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a carrier whether it is there, and place a short call that plays a prompt */
        post: operations["trunks-test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks/{id}/test/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same, each step told as a line of JSON as soon as it is over */
        post: operations["trunks-test-steps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a record is used */
        get: operations["trunks-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voicemails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages that callers left, newest first */
        get: operations["list-voicemails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voicemails/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete messages with their audio: all of them, or none when one may not be */
        post: operations["delete-voicemails"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voicemails/heard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark messages as heard or not */
        post: operations["mark-voicemails"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voicemails/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a message with its audio */
        delete: operations["delete-voicemail"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voicemails/{id}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A message's audio: WAV; takes Range */
        get: operations["play-voicemail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voicemails/{id}/heard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Mark a message as heard or not */
        put: operations["mark-voicemail"];
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
        ".Settings": {
            /**
             * Format: int64
             * @description minutes for which an outside party may be connected; 0: no limit
             */
            callTime: number;
            /**
             * Format: int64
             * @description minutes between two tries of a callback
             */
            callbackGap: number;
            /**
             * Format: int64
             * @description hours for which a callback is promised
             */
            callbackKept: number;
            /**
             * Format: int64
             * @description how often a promised callback is tried
             */
            callbackTries: number;
            /**
             * Format: int64
             * @description outside calls of one agent at once; 0: no limit
             */
            capAtOnce: number;
            /**
             * Format: int64
             * @description and in a day; 0: no limit
             */
            capDaily: number;
            /** @description number presented to 110, 118, 119 */
            emergency?: string;
            readonly id: string;
            /** @description outside calls may leave Japan */
            international: boolean;
            /**
             * @description of the built-in prompts
             * @enum {string}
             */
            language: "ja" | "en";
            /**
             * Format: int64
             * @description wrong passwords that lock a login; 0: never
             */
            loginAttempts: number;
            /**
             * Format: int64
             * @description seconds of the longest voicemail
             */
            messageTime: number;
            name: string;
            /**
             * Format: int64
             * @description minutes for which outside parties may talk without an agent; 0: no limit
             */
            outsideTime: number;
            /** @description and then this group */
            parkGroup?: string;
            /**
             * Format: int64
             * @description seconds until a parked call rings its parker back
             */
            parkTime: number;
            /** @description Japan's public holidays count as holidays */
            publicHolidays: boolean;
            /** @description record every call, unless its group or number says otherwise */
            record: boolean;
            /** @description callers who withhold their number are refused */
            rejectAnonymous: boolean;
            /**
             * Format: int64
             * @description days that recordings are kept; 0: for ever
             */
            retentionDays: number;
            /**
             * Format: int64
             * @description conference rooms
             */
            rooms: number;
            /**
             * Format: int64
             * @description seconds within which an answer counts, of today's figures at once
             */
            serviceLevel: number;
            /**
             * Format: int64
             * @description seconds without a request that end a session
             */
            sessionIdle: number;
            /**
             * @description of the agent app where signalling is not encrypted
             * @enum {string}
             */
            softphoneSrtp: "prefer" | "off";
            /**
             * @description which the agent app tries first
             * @enum {string}
             */
            softphoneTransport: "tls" | "udp";
            /**
             * Format: int64
             * @description seconds until a blind transfer returns
             */
            transferRing: number;
            /** Format: int64 */
            readonly version: number;
        };
        "Add-my-deviceRequest": {
            name: string;
        };
        AddressTo: {
            city?: string;
            prefecture?: string;
            town?: string;
        };
        AfterCall: {
            /** @description absent: as it is, of a new record off; in a site file on */
            enabled?: boolean;
            /**
             * Format: int64
             * @description seconds; 0: until the agent ends it
             */
            release?: number;
            status?: string;
        };
        Agent: {
            /** @description a direct call may ring beside another */
            callWaiting?: boolean;
            /** @description number that is presented unless the agent chooses another */
            callerId?: string;
            /** @description identifiers of the business formats it may see; none: all */
            crmFormats?: string[] | null;
            /** @description find the customer by the caller's number */
            crmSearch?: boolean;
            disabled?: boolean;
            extension?: string;
            /** @description the groups it is in, which are changed there */
            readonly groups?: components["schemas"]["Membership"][] | null;
            /**
             * @description of change histories
             * @enum {string}
             */
            historyOrder?: "newest" | "oldest";
            readonly id: string;
            /** @enum {string} */
            language: "ja" | "en";
            readonly locked?: components["schemas"]["Locked"];
            login: string;
            /** @description numbers this agent may present; none: all listed */
            may?: string[] | null;
            name: string;
            /** @description empty: as the name */
            nickname?: string;
            /** @description no calls to the outside */
            noOutside?: boolean;
            /** @description notification of external calls */
            notifyExternal?: boolean;
            /** @description notification of internal calls */
            notifyInternal?: boolean;
            /** @description 8 to 256 bytes with a digit, an upper case and a lower case letter */
            password?: string;
            /** @description for hot-desk phones */
            pin?: string;
            /** @description open it when the call is answered */
            popupOnAnswer?: boolean;
            /** @description open the customer, or the number's popup page, when it rings */
            popupOnRing?: boolean;
            /**
             * @description where it opens
             * @enum {string}
             */
            popupTarget?: "tab" | "browser";
            /** @description agent, supervisor, administrator, or the key of a role of the site */
            role: string;
            /**
             * Format: date-time
             * @description since when its login asks for a code of an authenticator app
             */
            readonly secondFactor?: string;
            /**
             * @description several phones of one agent; empty: as each device says
             * @enum {string}
             */
            secondLogin?: "" | "ring-all" | "newest" | "refuse";
            /** Format: int64 */
            readonly version: number;
        };
        AgentPatch: {
            /** @description a direct call may ring beside another */
            callWaiting?: boolean;
            /** @description number that is presented unless the agent chooses another */
            callerId?: string;
            /** @description identifiers of the business formats it may see; none: all */
            crmFormats?: string[] | null;
            /** @description find the customer by the caller's number */
            crmSearch?: boolean;
            disabled?: boolean;
            extension?: string;
            /** @description the groups it is in, which are changed there */
            readonly groups?: components["schemas"]["Membership"][] | null;
            /**
             * @description of change histories
             * @enum {string}
             */
            historyOrder?: "newest" | "oldest";
            readonly id?: string;
            /** @enum {string} */
            language?: "ja" | "en";
            readonly locked?: components["schemas"]["Locked"];
            login?: string;
            /** @description numbers this agent may present; none: all listed */
            may?: string[] | null;
            name?: string;
            /** @description empty: as the name */
            nickname?: string;
            /** @description no calls to the outside */
            noOutside?: boolean;
            /** @description notification of external calls */
            notifyExternal?: boolean;
            /** @description notification of internal calls */
            notifyInternal?: boolean;
            /** @description 8 to 256 bytes with a digit, an upper case and a lower case letter */
            password?: string;
            /** @description for hot-desk phones */
            pin?: string;
            /** @description open it when the call is answered */
            popupOnAnswer?: boolean;
            /** @description open the customer, or the number's popup page, when it rings */
            popupOnRing?: boolean;
            /**
             * @description where it opens
             * @enum {string}
             */
            popupTarget?: "tab" | "browser";
            /** @description agent, supervisor, administrator, or the key of a role of the site */
            role?: string;
            /**
             * Format: date-time
             * @description since when its login asks for a code of an authenticator app
             */
            readonly secondFactor?: string;
            /**
             * @description several phones of one agent; empty: as each device says
             * @enum {string}
             */
            secondLogin?: "" | "ring-all" | "newest" | "refuse";
            /** Format: int64 */
            readonly version?: number;
        };
        AgentRole: {
            readonly builtin?: boolean;
            readonly id: string;
            /** @description what an agent's role is set to */
            readonly key?: string;
            name: string;
            permissions?: string[];
            /** Format: int64 */
            readonly version: number;
        };
        AgentRolePatch: {
            readonly builtin?: boolean;
            readonly id?: string;
            /** @description what an agent's role is set to */
            readonly key?: string;
            name?: string;
            permissions?: string[];
            /** Format: int64 */
            readonly version?: number;
        };
        Audio: {
            /** @description as it was called when it was given */
            readonly file: string;
            readonly id: string;
            /** Format: int64 */
            readonly milliseconds: number;
            name: string;
            /** @description mail addresses that are told of a message left after it */
            recipients?: string[];
            /** @description of the WAV file */
            readonly sha256: string;
            /**
             * Format: int64
             * @description places that name it
             */
            readonly uses: number;
            /** Format: int64 */
            readonly version: number;
            /** @description a message is taken after it, where it ends the call */
            voicemail?: boolean;
        };
        AudioPatch: {
            /** @description as it was called when it was given */
            readonly file?: string;
            readonly id?: string;
            /** Format: int64 */
            readonly milliseconds?: number;
            name?: string;
            /** @description mail addresses that are told of a message left after it */
            recipients?: string[];
            /** @description of the WAV file */
            readonly sha256?: string;
            /**
             * Format: int64
             * @description places that name it
             */
            readonly uses?: number;
            /** Format: int64 */
            readonly version?: number;
            /** @description a message is taken after it, where it ends the call */
            voicemail?: boolean;
        };
        AuditPage: {
            items: components["schemas"]["AuditRow"][];
            /** @description absent: there are no more */
            nextCursor?: string;
        };
        AuditRow: {
            /** @example recording.played */
            action: string;
            /** @description identifier of the agent */
            actor?: string;
            actorName?: string;
            address?: string;
            /** Format: date-time */
            at: string;
            detail?: {
                [key: string]: string;
            };
            kind?: string;
            /**
             * Format: int64
             * @description grows with every entry
             */
            number: number;
            object?: string;
            /** @enum {string} */
            via: "console" | "app" | "phone" | "api" | "system";
        };
        Barred: {
            readonly id: string;
            note?: string;
            /** @description a number, or its first digits and a * */
            number: string;
            /** Format: int64 */
            readonly version: number;
        };
        BarredPatch: {
            readonly id?: string;
            note?: string;
            /** @description a number, or its first digits and a * */
            number?: string;
            /** Format: int64 */
            readonly version?: number;
        };
        BucketTest: {
            /** @description the same in words, in the session's language */
            detail?: string;
            ok: boolean;
            /**
             * @description what is wrong
             * @enum {string}
             */
            problem?: "unknown-host" | "unreachable" | "tls" | "access-key" | "secret" | "forbidden" | "no-bucket" | "region" | "clock" | "full" | "incomplete" | "other" | "";
            /** @description what the service or the system said */
            said?: string;
        };
        BulkInputBody: {
            /** @enum {string} */
            action: "update" | "delete";
            /** @description only say what would become of it */
            dryRun?: boolean;
            ids: string[];
            /** @description for update: a JSON merge patch that each record gets */
            set?: unknown;
        };
        BulkReport: {
            /** Format: int64 */
            done: number;
            dryRun?: boolean;
            /** @description the first 1,000 that were left out */
            refused: components["schemas"]["Refusal"][];
            /**
             * Format: int64
             * @description how many more were left out
             */
            refusedMore?: number;
            /** Format: int64 */
            unchanged: number;
            /** @description what takes this back within 24 hours (batches/{batch}/undo); missing: it is final */
            undo?: string;
        };
        Buttons: {
            audio?: string;
            /** @description extensions may be dialed */
            direct?: boolean;
            /** @description absent: as it is, of a new record off; in a site file on */
            enabled?: boolean;
            /** @description by 0 to 9, * and # */
            keys?: {
                [key: string]: components["schemas"]["Destination"];
            };
            /**
             * Format: int64
             * @description how often the audio plays in all; 0: 3
             */
            tries?: number;
            /**
             * Format: int64
             * @description seconds for a key after the audio; 0: 5
             */
            wait?: number;
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
            /** @description how it was at the phones, where they told */
            reports: components["schemas"]["LegReport"][];
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
            /**
             * @description it rang at the agent whose history this is, who did not take it; elsewhere: agent is who answered
             * @enum {string}
             */
            rang?: "missed" | "elsewhere" | "";
            /** @enum {string} */
            result: "answered" | "missed" | "";
            /** Format: date-time */
            startedAt: string;
            /** Format: double */
            talkSeconds: number;
            to: components["schemas"]["Party"];
            /** @description the caller left a message, which is still there */
            voicemail?: boolean;
            /** Format: double */
            waitSeconds: number;
        };
        CallerRule: {
            readonly id: string;
            name?: string;
            /** @description in any usual way of writing it, kept in one */
            number: string;
            /**
             * Format: int64
             * @description higher is served first
             */
            priority: number;
            /** Format: int64 */
            readonly version: number;
        };
        CallerRulePatch: {
            readonly id?: string;
            name?: string;
            /** @description in any usual way of writing it, kept in one */
            number?: string;
            /**
             * Format: int64
             * @description higher is served first
             */
            priority?: number;
            /** Format: int64 */
            readonly version?: number;
        };
        CarrierProfiles: {
            presets: components["schemas"]["PresetDoc"][];
            switches: components["schemas"]["SwitchDoc"][];
        };
        Catalogue: {
            items: components["schemas"]["Part"][];
        };
        "Change-my-passwordRequest": {
            current: string;
            /** @description 8 to 256 bytes with a digit, an upper case and a lower case letter */
            password: string;
            /** @description one's API keys are revoked too; else they stay in force */
            revokeKeys?: boolean;
        };
        "Change-my-pinRequest": {
            /** @description the password, or the present PIN */
            current: string;
            /** @description 4 digits */
            pin: string;
        };
        ChatSettings: {
            readonly id: string;
            /**
             * Format: int64
             * @description messages and files are kept so long; 0: for ever
             */
            retentionDays: number;
            /** Format: int64 */
            readonly version: number;
        };
        ChatSettingsPatch: {
            readonly id?: string;
            /**
             * Format: int64
             * @description messages and files are kept so long; 0: for ever
             */
            retentionDays?: number;
            /** Format: int64 */
            readonly version?: number;
        };
        ChatText: {
            /**
             * Format: int64
             * @description milliseconds since 1970
             */
            at: number;
            /** @description identifier of the agent */
            author: string;
            /** @description nickname when it was written */
            authorName: string;
            bold?: boolean;
            files?: components["schemas"]["LiveChatFile"][];
            red?: boolean;
            /** @description the sender's name of the message */
            ref: string;
            /** Format: int64 */
            seq: number;
            /** @description plain text; never HTML */
            text: string;
            thread: string;
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
        CodeRow: {
            /** @description keys that are dialed or pressed; none: the feature is off */
            digits: string[];
            /** @example park */
            feature: string;
            /** @description pressed during a call, not dialed */
            readonly inCall?: boolean;
            /**
             * @description what follows the code
             * @enum {string}
             */
            readonly takes?: "two-digits" | "agent" | "group" | "target";
            /** @description the code of a site that changed nothing */
            readonly usual?: string;
        };
        CodeTable: {
            items: components["schemas"]["CodeRow"][];
        };
        CommandInputBody: {
            /** @description of press: 0-9 * # A-D */
            digits?: string;
            /** @description of mode: monitor, whisper or barge */
            mode?: string;
            /** @description agent whose part is meant; absent: one's own */
            of?: string;
            /** @description of mute, record, pause: absent is on */
            on?: boolean;
            /**
             * Format: int64
             * @description of park: absent is the lowest free one
             */
            slot?: number;
            /** @description of transfer, consult, add: extension or outside number */
            to?: string;
        };
        CompanyHoliday: {
            /** @example 2026-12-31 */
            date: string;
            readonly id: string;
            name?: string;
            /** Format: int64 */
            readonly version: number;
        };
        CompanyHolidayPatch: {
            /** @example 2026-12-31 */
            date?: string;
            readonly id?: string;
            name?: string;
            /** Format: int64 */
            readonly version?: number;
        };
        Cookie: {
            Domain: string;
            /** Format: date-time */
            Expires: string;
            HttpOnly: boolean;
            /** Format: int64 */
            MaxAge: number;
            Name: string;
            Partitioned: boolean;
            Path: string;
            Quoted: boolean;
            Raw: string;
            RawExpires: string;
            /** Format: int64 */
            SameSite: number;
            Secure: boolean;
            Unparsed: string[] | null;
            Value: string;
        };
        CustomField: {
            /** @description of list */
            choices?: string[];
            readonly id: string;
            name: string;
            /**
             * @description fixed once it is made
             * @enum {string}
             */
            of: "customer" | "case";
            /**
             * Format: int64
             * @description lower ones come first
             */
            position: number;
            /**
             * @description fixed once it is made
             * @enum {string}
             */
            type: "text" | "number" | "date" | "list";
            /** Format: int64 */
            readonly version: number;
        };
        CustomFieldPatch: {
            /** @description of list */
            choices?: string[];
            readonly id?: string;
            name?: string;
            /**
             * @description fixed once it is made
             * @enum {string}
             */
            of?: "customer" | "case";
            /**
             * Format: int64
             * @description lower ones come first
             */
            position?: number;
            /**
             * @description fixed once it is made
             * @enum {string}
             */
            type?: "text" | "number" | "date" | "list";
            /** Format: int64 */
            readonly version?: number;
        };
        DayPage: {
            items: components["schemas"]["DayRow"][];
            /** @description absent: there are no more */
            nextCursor?: string;
        };
        DayRow: {
            /**
             * Format: int64
             * @description of the zip file
             */
            bytes: number;
            /** @example 2026-11-22 */
            day: string;
            /** Format: date-time */
            deletedAt?: string;
            /**
             * Format: int64
             * @description recordings read by the making under way
             */
            done?: number;
            /** @description an archive is there, maybe one from before the one being made */
            download: boolean;
            /** @description why the making did not come to its end; while state is making it is tried again */
            failed?: string;
            /** Format: date-time */
            madeAt?: string;
            /**
             * @description where it was uploaded to
             * @example s3://bucket/recordings-2026-11-22.zip
             */
            object?: string;
            /**
             * Format: int64
             * @description in the archive
             */
            recordings: number;
            /** @description of the zip file */
            sha256?: string;
            /**
             * @description none: recordings are there and no archive yet
             * @enum {string}
             */
            state: "none" | "making" | "ready" | "failed" | "deleted";
            /** @description the day is not over: it cannot be archived yet */
            today?: boolean;
            /**
             * Format: int64
             * @description recordings whose file could not be read; the index names them
             */
            unreadable?: number;
            /**
             * @description to the bucket; failed is tried again
             * @enum {string}
             */
            upload?: "waiting" | "uploaded" | "failed" | "";
            /** @description why not, in words */
            uploadWhy?: string;
            /** Format: date-time */
            uploadedAt?: string;
        };
        Destination: {
            agent?: string;
            argument?: string;
            audio?: string;
            cause?: string;
            /** Format: int64 */
            conference?: number;
            extension?: string;
            feature?: string;
            group?: string;
            ivr?: string;
            kind?: string;
            outside?: components["schemas"]["Outside"];
            transfer?: string;
            voicemail?: boolean;
        };
        Device: {
            /** @description none: a hot-desk phone */
            agent?: string;
            /** @description a hot-desk phone although it belongs to an agent */
            desk?: boolean;
            readonly id: string;
            /** @description what the programmable keys do, in their order; none: the phone keeps its own */
            keys?: components["schemas"]["PhoneKey"][];
            /** @enum {string} */
            readonly kind?: "desk" | "app" | "hot-desk";
            readonly label?: string;
            readonly live?: components["schemas"]["PhoneLive"];
            /** @description kept as 12 lower case hexadecimal digits */
            mac?: string;
            /**
             * Format: int64
             * @description 0: the usual number
             */
            maxContacts?: number;
            /** @description kind of desk phone, one of those of GET /api/v1/devices/models; empty: unknown */
            model?: string;
            name: string;
            /** @description at least 12 characters; a new phone needs one, of others it stays as it is when it is absent */
            password?: string;
            readonly seat?: string;
            /** @enum {string} */
            secondLogin: "ring-all" | "newest" | "refuse";
            /** @enum {string} */
            srtp: "off" | "prefer" | "require";
            /**
             * @description empty: any
             * @enum {string}
             */
            transport?: "" | "udp" | "tcp" | "tls";
            user: string;
            /** Format: int64 */
            readonly version: number;
        };
        DevicePatch: {
            /** @description none: a hot-desk phone */
            agent?: string;
            /** @description a hot-desk phone although it belongs to an agent */
            desk?: boolean;
            readonly id?: string;
            /** @description what the programmable keys do, in their order; none: the phone keeps its own */
            keys?: components["schemas"]["PhoneKey"][];
            /** @enum {string} */
            readonly kind?: "desk" | "app" | "hot-desk";
            readonly label?: string;
            readonly live?: components["schemas"]["PhoneLive"];
            /** @description kept as 12 lower case hexadecimal digits */
            mac?: string;
            /**
             * Format: int64
             * @description 0: the usual number
             */
            maxContacts?: number;
            /** @description kind of desk phone, one of those of GET /api/v1/devices/models; empty: unknown */
            model?: string;
            name?: string;
            /** @description at least 12 characters; a new phone needs one, of others it stays as it is when it is absent */
            password?: string;
            readonly seat?: string;
            /** @enum {string} */
            secondLogin?: "ring-all" | "newest" | "refuse";
            /** @enum {string} */
            srtp?: "off" | "prefer" | "require";
            /**
             * @description empty: any
             * @enum {string}
             */
            transport?: "" | "udp" | "tcp" | "tls";
            user?: string;
            /** Format: int64 */
            readonly version?: number;
        };
        Draft: {
            bold?: boolean;
            /** @description uploaded before to the same thread */
            files?: string[];
            red?: boolean;
            /** @description the sender's name of the message, new for each: sent again under the same name it is stored once */
            ref: string;
            /** @description plain text of at most 4,000 characters; may be empty when there are files */
            text: string;
        };
        "End-app-ssoRequest": {
            code: string;
            /**
             * Format: int64
             * @description where the app waited
             */
            port: number;
            /** @description whose challenge the app began with */
            verifier: string;
        };
        FieldChange: {
            field: string;
            from?: unknown;
            to?: unknown;
        };
        FloorView: {
            agents: components["schemas"]["LiveAgentRow"][];
            calls: components["schemas"]["LiveCallRow"][];
            groups: components["schemas"]["LiveGroupRow"][];
            /** @description alarms about calls; for supervisors */
            notices: components["schemas"]["LiveNoticeRow"][];
            parked: components["schemas"]["LiveParkedRow"][];
            /**
             * Format: int64
             * @description milliseconds since 1970
             */
            serverTime: number;
            statuses: components["schemas"]["LiveStatusRow"][];
            waiting: components["schemas"]["LiveWaitingRow"][];
        };
        Format: {
            fields?: components["schemas"]["FormatField"][];
            readonly id: string;
            name: string;
            /** Format: int64 */
            readonly version: number;
        };
        FormatField: {
            /** @description of postcode: which fields it fills */
            address?: components["schemas"]["AddressTo"];
            /** @description of list, radio and checkbox */
            choices?: string[];
            /** @description what the values are kept by; it stays when the name changes */
            key: string;
            name: string;
            /**
             * Format: int64
             * @description place on the customer screen; 0: not shown there
             */
            position?: number;
            required?: boolean;
            /**
             * @description fixed once the field is made
             * @enum {string}
             */
            type: "text" | "number" | "date" | "phone" | "mail" | "long-text" | "list" | "radio" | "checkbox" | "postcode";
        };
        FormatPatch: {
            fields?: components["schemas"]["FormatField"][];
            readonly id?: string;
            name?: string;
            /** Format: int64 */
            readonly version?: number;
        };
        Found: {
            /** @enum {string} */
            kind: "group" | "agent";
            message: components["schemas"]["LiveChatText"];
            /** @description of the thread */
            title: string;
        };
        FoundPage: {
            items: components["schemas"]["Found"][];
            /** @description absent: there are no more */
            nextCursor?: string;
        };
        FreeOutputBody: {
            /** @description ascending */
            items: string[];
        };
        GivenPassword: {
            domain?: string;
            password: string;
            servers?: components["schemas"]["LiveSIPServer"][] | null;
        };
        Group: {
            acw?: components["schemas"]["AfterCall"];
            /** Format: int64 */
            announceEvery?: number;
            announcement?: string;
            /** @description the caller may ask to be called back */
            callback?: boolean;
            /** Format: int64 */
            callsPerAgent: number;
            /** @example #f59f00 */
            color: string;
            display?: string;
            extension?: string;
            greeting?: string;
            readonly id: string;
            /**
             * Format: int64
             * @description null: unlimited; 0: none may wait
             */
            maxWaiting?: number | null;
            members?: components["schemas"]["Member"][] | null;
            music?: string;
            name: string;
            overflow?: components["schemas"]["Destination"];
            pauseOnNoAnswer?: components["schemas"]["NoAnswer"];
            /** @description who talked to the caller last is rung first */
            preferLast?: boolean;
            /** @description absent: as the site */
            record?: boolean;
            /**
             * Format: int64
             * @description of recordings; absent: as the site, 0: for ever
             */
            retentionDays?: number;
            /** Format: int64 */
            ringTime: number;
            /** Format: int64 */
            ringingPeriod?: number;
            sayPosition?: boolean;
            sayWait?: boolean;
            /** @enum {string} */
            strategy: "all" | "longest-idle" | "least-talk-time" | "random" | "round-robin" | "by-level";
            /** @description only members of the lowest level configured */
            strict?: boolean;
            /**
             * Format: int64
             * @description seconds from arrival; 0: none
             */
            timeout: number;
            timeoutTo?: components["schemas"]["Destination"];
            /** Format: int64 */
            readonly version: number;
            whisper?: string;
        };
        GroupPatch: {
            acw?: components["schemas"]["AfterCall"];
            /** Format: int64 */
            announceEvery?: number;
            announcement?: string;
            /** @description the caller may ask to be called back */
            callback?: boolean;
            /** Format: int64 */
            callsPerAgent?: number;
            /** @example #f59f00 */
            color?: string;
            display?: string;
            extension?: string;
            greeting?: string;
            readonly id?: string;
            /**
             * Format: int64
             * @description null: unlimited; 0: none may wait
             */
            maxWaiting?: number | null;
            members?: components["schemas"]["Member"][] | null;
            music?: string;
            name?: string;
            overflow?: components["schemas"]["Destination"];
            pauseOnNoAnswer?: components["schemas"]["NoAnswer"];
            /** @description who talked to the caller last is rung first */
            preferLast?: boolean;
            /** @description absent: as the site */
            record?: boolean;
            /**
             * Format: int64
             * @description of recordings; absent: as the site, 0: for ever
             */
            retentionDays?: number;
            /** Format: int64 */
            ringTime?: number;
            /** Format: int64 */
            ringingPeriod?: number;
            sayPosition?: boolean;
            sayWait?: boolean;
            /** @enum {string} */
            strategy?: "all" | "longest-idle" | "least-talk-time" | "random" | "round-robin" | "by-level";
            /** @description only members of the lowest level configured */
            strict?: boolean;
            /**
             * Format: int64
             * @description seconds from arrival; 0: none
             */
            timeout?: number;
            timeoutTo?: components["schemas"]["Destination"];
            /** Format: int64 */
            readonly version?: number;
            whisper?: string;
        };
        Handing: {
            by?: string;
            how: string;
            stage: string;
            swapped?: boolean;
            to: string;
        };
        Heard: {
            /**
             * Format: double
             * @description depth of the jitter buffer
             */
            bufferMs: number;
            /**
             * Format: double
             * @description percent of what the phone sent that did not arrive here
             */
            farLoss: number;
            /** Format: double */
            jitterMs: number;
            /**
             * Format: double
             * @description of what the phone should have received
             */
            lossPercent: number;
            /**
             * Format: double
             * @description estimated, 1 to 4.5; 0: not known
             */
            mos: number;
            /**
             * Format: double
             * @description 0: never measured
             */
            roundTripMs: number;
        };
        HeardInputBody: {
            heard: boolean;
        };
        HereOutputBody: {
            /** @description without it nobody is logged in */
            agent?: components["schemas"]["SessionAgent"];
            /** @description a second factor has to be set up first (/me/totp); until then the session may nothing else */
            mustEnrol?: boolean;
            /** @description what the session may */
            permissions?: string[];
        };
        Hold: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            reason: string;
        };
        IVR: {
            buttons?: components["schemas"]["Buttons"];
            /** @description where neither schedule nor button leads elsewhere; unset: busy */
            default?: components["schemas"]["Destination"];
            extension?: string;
            readonly id: string;
            name: string;
            schedule?: components["schemas"]["Schedule"];
            /** Format: int64 */
            readonly version: number;
            /** @description what is probably not meant so, of a single record */
            readonly warnings?: components["schemas"]["IVRWarning"][];
        };
        IVRDay: {
            /** @example 2026-12-28 */
            date: string;
            /** @description name of the holiday that the date is */
            holiday?: string;
            /**
             * @description what the date is to the schedule
             * @enum {string}
             */
            kind: "ordinary" | "holiday" | "designated";
            segments: components["schemas"]["IVRSegment"][];
            /** @enum {string} */
            weekday: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
        };
        IVRFinding: {
            ivr: string;
            key?: string;
            /** @enum {string} */
            kind: "unreachable-row" | "overlap" | "unreachable-buttons" | "loop" | "ends-busy" | "missing-audio" | "dead-key";
            name: string;
            /**
             * Format: int64
             * @description the earlier row of an overlap, from 1
             */
            other?: number;
            /** @description names of what a call passes */
            path?: string[] | null;
            /**
             * Format: int64
             * @description of the schedule, from 1
             */
            row?: number;
            /** @description in English */
            text: string;
            /** @description hardly meant so */
            warning: boolean;
        };
        IVRFindings: {
            items: components["schemas"]["IVRFinding"][];
        };
        IVRPatch: {
            buttons?: components["schemas"]["Buttons"];
            /** @description where neither schedule nor button leads elsewhere; unset: busy */
            default?: components["schemas"]["Destination"];
            extension?: string;
            readonly id?: string;
            name?: string;
            schedule?: components["schemas"]["Schedule"];
            /** Format: int64 */
            readonly version?: number;
            /** @description what is probably not meant so, of a single record */
            readonly warnings?: components["schemas"]["IVRWarning"][];
        };
        IVRSegment: {
            /** @description unset: busy; of buttons: what the caller chooses */
            destination?: components["schemas"]["Destination"];
            /** @example 09:00 */
            from: string;
            /** @description of what is there */
            name?: string;
            /**
             * Format: int64
             * @description of schedule: which row, from 1
             */
            row?: number;
            /**
             * @description 24:00: the end of the day
             * @example 18:00
             */
            to: string;
            /** @enum {string} */
            why: "schedule" | "buttons" | "default";
        };
        IVRStop: {
            /**
             * @description of schedule: what the date is on which the row began
             * @enum {string}
             */
            day?: "ordinary" | "holiday" | "designated";
            /** @description of what is there */
            id?: string;
            key?: string;
            /** @description group, agent, ivr, audio, transfer, conference, hangup; empty: nothing is set, the caller hears busy */
            kind: string;
            /** @description of what is there */
            name?: string;
            /**
             * Format: int64
             * @description of schedule: which row of the IVR before, from 1
             */
            row?: number;
            /**
             * @description why the call comes here; loop: it has been here before
             * @enum {string}
             */
            why: "start" | "schedule" | "default" | "key" | "no-key" | "overflow" | "timeout" | "loop";
        };
        IVRWarning: {
            key?: string;
            /** @enum {string} */
            kind: "unreachable-row" | "overlap" | "unreachable-buttons" | "loop" | "ends-busy" | "missing-audio" | "dead-key";
            /**
             * Format: int64
             * @description the earlier row of an overlap, from 1
             */
            other?: number;
            /** @description names of what a call passes */
            path?: string[];
            /**
             * Format: int64
             * @description of the schedule, from 1
             */
            row?: number;
            /** @description hardly meant so; else it may well be */
            serious: boolean;
            /** @description in the caller's language */
            text: string;
        };
        IVRWay: {
            /** @description ways on from the last stop, by a key, an overflow or a timeout */
            branches: (components["schemas"]["IVRStop"][] | null)[];
            /** @description name of the holiday that the date is */
            holiday?: string;
            /** @description as far as time decides */
            stops: components["schemas"]["IVRStop"][];
            /** Format: date-time */
            time: string;
            /** @example Asia/Tokyo */
            timeZone: string;
        };
        IVRWeek: {
            days: components["schemas"]["IVRDay"][];
            /** @example Asia/Tokyo */
            timeZone: string;
            warnings: components["schemas"]["IVRWarning"][];
        };
        Identity: {
            name?: string;
            number?: string;
            reason?: string;
            withheld?: boolean;
        };
        IdentityStep: {
            /** @description an address, a status, a name */
            detail?: string;
            ok: boolean;
            /**
             * @description the provider's description is read, is of the issuer asked for, names what single sign-on needs; its keys are read
             * @enum {string}
             */
            what: "description" | "issuer" | "endpoints" | "keys";
            /**
             * @description what is wrong
             * @enum {string}
             */
            wrong?: "unreachable" | "status" | "format" | "other" | "missing" | "scheme" | "empty";
        };
        IdentityTrial: {
            ok: boolean;
            /** @description the address that the identity provider must allow to send browsers back to */
            redirect: string;
            steps: components["schemas"]["IdentityStep"][];
        };
        ImportReport: {
            /** Format: int64 */
            created: number;
            dryRun?: boolean;
            /** @description the first 1,000 things that are wrong; their rows were left out */
            refused: components["schemas"]["RefusedRow"][];
            /**
             * Format: int64
             * @description how many more there are
             */
            refusedMore?: number;
            /** Format: int64 */
            rows: number;
            /** Format: int64 */
            unchanged: number;
            /** @description what takes this back within 24 hours (batches/{batch}/undo); missing: there is nothing to take back */
            undo?: string;
            /** Format: int64 */
            updated: number;
        };
        Key: {
            /** Format: date-time */
            created: string;
            /** @description revoked, expired, or its owner is disabled */
            dead: boolean;
            /** Format: date-time */
            expires?: string;
            id: string;
            name: string;
            /** @description the key may never more than its owner */
            owner: string;
            ownerName: string;
            /**
             * @description how the key begins
             * @example yob_k3v9qa
             */
            prefix: string;
            /** Format: date-time */
            revoked?: string;
            scopes: string[];
            /**
             * Format: date-time
             * @description last used, to the minute
             */
            used?: string;
        };
        KeyItemsBody: {
            items: components["schemas"]["PhoneKey"][];
        };
        KeyList: {
            items: components["schemas"]["Key"][];
        };
        LegReport: {
            /** Format: date-time */
            at: string;
            /** @example PCMU */
            codec: string;
            leg: string;
            /** @example srtp */
            media: string;
            quality: components["schemas"]["Heard"];
        };
        ListAgent: {
            items: components["schemas"]["Agent"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListAgentRole: {
            items: components["schemas"]["AgentRole"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListAudio: {
            items: components["schemas"]["Audio"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListBarred: {
            items: components["schemas"]["Barred"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListCallerRule: {
            items: components["schemas"]["CallerRule"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListCompanyHoliday: {
            items: components["schemas"]["CompanyHoliday"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListCustomField: {
            items: components["schemas"]["CustomField"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListDevice: {
            items: components["schemas"]["Device"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListFormat: {
            items: components["schemas"]["Format"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListGroup: {
            items: components["schemas"]["Group"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListIVR: {
            items: components["schemas"]["IVR"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListNumber: {
            items: components["schemas"]["Number"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListRejected: {
            items: components["schemas"]["Rejected"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListStatus: {
            items: components["schemas"]["Status"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListTransfer: {
            items: components["schemas"]["Transfer"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
        };
        ListTrunk: {
            items: components["schemas"]["Trunk"][];
            /** @description for the next page; missing on the last */
            nextCursor?: string;
            /**
             * Format: int64
             * @description of all pages, counted up to 10,000
             */
            total: number;
            /** @description there are more than total */
            totalMore?: boolean;
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
        LiveBar: {
            /** Format: int64 */
            abandoned: number;
            /** Format: int64 */
            answered: number;
            /** Format: int64 */
            arrivals: number;
            /** Format: int64 */
            at: number;
            /** Format: int64 */
            callback: number;
            /** Format: int64 */
            overflow: number;
            /** Format: int64 */
            timeout: number;
            /** Format: int64 */
            within: number;
        };
        LiveBars: {
            items: components["schemas"]["LiveBar"][];
            /**
             * Format: int64
             * @description milliseconds of a bar
             */
            length: number;
            /**
             * Format: int64
             * @description milliseconds since 1970
             */
            serverTime: number;
        };
        LiveCallParty: {
            agent?: string;
            held?: boolean;
            leg: string;
            muted?: boolean;
            number?: string;
            role: string;
            state: string;
        };
        LiveCallRow: {
            agent?: string;
            /** Format: int64 */
            answeredAt?: number;
            demanded?: boolean;
            direction: string;
            emergency?: boolean;
            from: components["schemas"]["LiveCaller"];
            group?: string;
            id: string;
            parties: components["schemas"]["LiveCallParty"][];
            paused?: boolean;
            recording: boolean;
            returned?: components["schemas"]["Returned"];
            /** Format: int64 */
            room?: number;
            /** Format: int64 */
            since: number;
            /** Format: int64 */
            slot?: number;
            state: string;
            supervisors?: components["schemas"]["LiveSupervising"][] | null;
            to: components["schemas"]["LiveCaller"];
            transfer?: components["schemas"]["Handing"];
            watching?: components["schemas"]["Watching"];
        };
        LiveCaller: {
            name?: string;
            number?: string;
            withheld?: boolean;
        };
        LiveCallerID: {
            /** @description presented when nothing is chosen */
            default?: boolean;
            id: string;
            name: string;
            number: string;
        };
        LiveChatFile: {
            id: string;
            /** @description a picture that browsers show */
            image?: boolean;
            name: string;
            /**
             * Format: int64
             * @description bytes
             */
            size: number;
            /** @description as its content says */
            type: string;
        };
        LiveChatText: {
            /**
             * Format: int64
             * @description milliseconds since 1970
             */
            at: number;
            /** @description identifier of the agent */
            author: string;
            /** @description nickname when it was written */
            authorName: string;
            bold?: boolean;
            files?: components["schemas"]["LiveChatFile"][];
            red?: boolean;
            /** @description the sender's name of the message */
            ref: string;
            /** Format: int64 */
            seq: number;
            /** @description plain text; never HTML */
            text: string;
            thread: string;
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
            /** Format: int64 */
            callback: number;
            color: string;
            extension: string;
            hour?: (number[] | null)[];
            /** Format: int64 */
            hourFrom?: number;
            hourLost?: number[];
            id: string;
            /** Format: int64 */
            kept: number;
            /** Format: int64 */
            longestWait: number;
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
            talked: number;
            /** Format: int64 */
            talking: number;
            /** Format: int64 */
            talks: number;
            /** Format: int64 */
            timeout: number;
            /** Format: int64 */
            waitAnswered: number;
            /** Format: int64 */
            waiting: number;
            /** Format: int64 */
            within: number;
            /** Format: int64 */
            worked: number;
            /** Format: int64 */
            works: number;
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
        LiveNoticeRow: {
            agent?: string;
            /** Format: int64 */
            at: number;
            call?: string;
            /** Format: int64 */
            count: number;
            id: string;
            kind: string;
            limit?: string;
            /** Format: int64 */
            max?: number;
            number?: string;
        };
        LiveParkedRow: {
            by?: string;
            call: string;
            from: components["schemas"]["LiveCaller"];
            /** Format: int64 */
            since: number;
            /** Format: int64 */
            slot: number;
        };
        LivePersonalSettings: {
            /** @description find the customer by the caller's number */
            crmSearch: boolean;
            /**
             * @description of change histories
             * @enum {string}
             */
            historyOrder: "newest" | "oldest";
            /** @description notification of external calls */
            notifyExternal: boolean;
            /** @description notification of internal calls */
            notifyInternal: boolean;
            /** @description open it when the call is answered */
            popupOnAnswer: boolean;
            /** @description open the customer, or the number's popup page, when it rings */
            popupOnRing: boolean;
            /**
             * @description where it opens
             * @enum {string}
             */
            popupTarget: "tab" | "browser";
            /**
             * @description several phones of one agent (C-CALL-5)
             * @enum {string}
             */
            secondLogin: "ring-all" | "newest" | "refuse";
        };
        LivePhoneCodes: {
            barge: string;
            echo: string;
            monitor: string;
            whisper: string;
        };
        LiveProfile: {
            agent: components["schemas"]["LiveProfileAgent"];
            codes: components["schemas"]["LivePhoneCodes"];
            /** @description may not call outside (J-AGENT-5) */
            noOutside: boolean;
            /** @description numbers this agent may present (J-NUM-8) */
            numbers: components["schemas"]["LiveCallerID"][];
            settings: components["schemas"]["LivePersonalSettings"];
        };
        LiveProfileAgent: {
            extension?: string;
            id: string;
            language: string;
            login: string;
            name: string;
            nickname: string;
            role: string;
        };
        LiveSIPServer: {
            /** @description name or address; the certificate of tls is checked against it */
            host: string;
            /** Format: int64 */
            port: number;
            /** @enum {string} */
            transport: "tls" | "tcp" | "udp";
        };
        LiveSoftphone: {
            device: string;
            /** @description of the address of record */
            domain: string;
            /** @description DTLS-SRTP with ICE is taken when plain media cannot pass */
            ice: boolean;
            /**
             * Format: int64
             * @description seconds
             */
            keepAlive: number;
            /** @description Opus may be offered */
            opus: boolean;
            password: string;
            /** @description in the order in which to try them */
            servers: components["schemas"]["LiveSIPServer"][];
            /** @enum {string} */
            srtp: "require" | "prefer" | "off";
            user: string;
        };
        LiveStatusRow: {
            color: string;
            icon: string;
            id: string;
            name: string;
            retired?: boolean;
        };
        LiveSupervising: {
            agent: string;
            leg: string;
            mode: string;
            of: string;
            /** Format: int64 */
            since: number;
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
        Lock: {
            /** @description of the agent, or of the phone */
            id: string;
            /** @enum {string} */
            kind: "login" | "pin" | "phone";
            login?: string;
            name: string;
            /** Format: date-time */
            since: string;
            /** Format: int64 */
            tries: number;
        };
        LockList: {
            items: components["schemas"]["Lock"][];
        };
        Locked: {
            /**
             * Format: date-time
             * @description wrong passwords
             */
            login?: string;
            /**
             * Format: date-time
             * @description wrong PINs
             */
            pin?: string;
        };
        Login: {
            agent: components["schemas"]["SessionAgent"];
            /** @description a second factor has to be set up first (/me/totp); until then the session may nothing else */
            mustEnrol?: boolean;
            /** @description what the session may */
            permissions: string[];
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
            /** @description code of the authenticator app, or a recovery code, after the answer totp_needed */
            totp?: string;
        };
        LoginOptions: {
            /** @description text of its button; absent: the usual one */
            button?: string;
            /** @description single sign-on is set up: go to /api/v1/session/oidc/start */
            oidc: boolean;
            /**
             * @description who may log in with a password
             * @enum {string}
             */
            passwords: "all" | "administrators";
            /**
             * @description host of the identity provider
             * @example login.example.jp
             */
            provider?: string;
        };
        LoginSettings: {
            oidc: components["schemas"]["OIDCSettings"];
            /**
             * @description who may log in with a password; administrators only with single sign-on set up
             * @enum {string}
             */
            passwords: "all" | "administrators";
            /**
             * @description who needs a second factor; supervisors: administrators and the site's own roles too
             * @enum {string}
             */
            totpFor: "none" | "administrators" | "supervisors" | "all";
            /**
             * Format: int64
             * @description counts the changes; what If-Match names
             */
            readonly version: number;
        };
        LoginSettingsChange: {
            oidc?: components["schemas"]["OIDCSettingsChange"];
            /** @enum {string} */
            passwords?: "all" | "administrators";
            /** @enum {string} */
            totpFor?: "none" | "administrators" | "supervisors" | "all";
        };
        MadeKey: {
            /** Format: date-time */
            created: string;
            /** @description revoked, expired, or its owner is disabled */
            dead: boolean;
            /** Format: date-time */
            expires?: string;
            id: string;
            /**
             * @description the key itself, shown once: Authorization: Bearer yob_...
             * @example yob_...
             */
            key: string;
            name: string;
            /** @description the key may never more than its owner */
            owner: string;
            ownerName: string;
            /**
             * @description how the key begins
             * @example yob_k3v9qa
             */
            prefix: string;
            /** Format: date-time */
            revoked?: string;
            scopes: string[];
            /**
             * Format: date-time
             * @description last used, to the minute
             */
            used?: string;
        };
        MakingSettings: {
            /**
             * Format: int64
             * @description that making, downloading and uploading read together at most
             */
            bytesPerSecond: number;
            /** @description make an archive of every day by itself */
            enabled: boolean;
            /**
             * Format: int64
             * @description of the site's zone, from which on the day before is archived
             */
            hour: number;
            readonly id: string;
            /**
             * Format: int64
             * @description how long archives stay on this server; 0: for ever
             */
            keepDays: number;
            /** Format: int64 */
            readonly version: number;
        };
        MakingSettingsPatch: {
            /**
             * Format: int64
             * @description that making, downloading and uploading read together at most
             */
            bytesPerSecond?: number;
            /** @description make an archive of every day by itself */
            enabled?: boolean;
            /**
             * Format: int64
             * @description of the site's zone, from which on the day before is archived
             */
            hour?: number;
            readonly id?: string;
            /**
             * Format: int64
             * @description how long archives stay on this server; 0: for ever
             */
            keepDays?: number;
            /** Format: int64 */
            readonly version?: number;
        };
        Member: {
            agent: string;
            /**
             * Format: int64
             * @description lower is tried first; absent: 1
             */
            level?: number;
        };
        Membership: {
            id: string;
            /** Format: int64 */
            level: number;
            name: string;
        };
        MessagePage: {
            items: components["schemas"]["LiveChatText"][];
            /**
             * Format: int64
             * @description number of the thread's newest message
             */
            lastSeq: number;
            /** @description there are more in the direction that was asked for */
            more: boolean;
            /** @description how far the others have read; with the newest page only */
            reads: components["schemas"]["ReadMark"][];
        };
        Missed: {
            /**
             * Format: int64
             * @description at most 99
             */
            count: number;
            /**
             * Format: date-time
             * @description end of the newest; tell it when they were seen
             */
            latest?: string;
        };
        "My-devicesResponse": {
            items: components["schemas"]["MyDevice"][];
        };
        "My-healthRequest": {
            /**
             * @description shown to the agent and to supervisors as the cause of the state error
             * @example no_microphone
             */
            cause: string;
        };
        "My-softphoneRequest": {
            /** @description drawn once by each installation of the app */
            installation: string;
            /** @description of the computer */
            name: string;
        };
        MyDevice: {
            /** @description where it registered from last */
            address?: string;
            /**
             * Format: int64
             * @description phones registered with this account
             */
            contacts: number;
            id: string;
            /**
             * @description hot-desk: one is logged in there; it cannot be removed
             * @enum {string}
             */
            kind: "desk" | "app" | "hot-desk";
            /**
             * Format: date-time
             * @description absent: not since the server's start
             */
            lastSeen?: string;
            name: string;
            /** @enum {string} */
            state: "registered" | "unreachable" | "offline";
            /** @description SIP user */
            user: string;
            userAgent?: string;
        };
        Named: {
            id: string;
            name: string;
        };
        NewDevice: {
            device: components["schemas"]["MyDevice"];
            domain: string;
            /** @description shown this once */
            password: string;
            servers: components["schemas"]["LiveSIPServer"][];
        };
        NewKey: {
            /**
             * Format: date-time
             * @description absent: never
             */
            expires?: string;
            /** @description what it is for */
            name: string;
            /** @description what it may; within one's own rights */
            scopes: string[];
        };
        NewPhoneLink: {
            /** @description the addresses of the files in it, the one with the account first */
            files: string[];
            language?: string;
            /**
             * Format: date-time
             * @description when a file was taken last
             */
            lastAt?: string;
            /** @description what the phone said it is */
            lastBy?: string;
            /** @description from which address */
            lastFrom?: string;
            /** Format: date-time */
            madeAt?: string;
            maker?: string;
            ntp?: string;
            /**
             * @description ended: the phone's password was changed otherwise; disabled: its agent is, for so long; off: this server gives no files to phones
             * @enum {string}
             */
            state: "none" | "open" | "expired" | "ended" | "disabled" | "off";
            /**
             * Format: int64
             * @description files taken
             */
            taken: number;
            /**
             * Format: date-time
             * @description absent: until it is switched off
             */
            until?: string;
            /** @description the folder, told this once */
            url: string;
        };
        NoAnswer: {
            /** @description absent: as it is, of a new record off; in a site file on */
            enabled?: boolean;
            /**
             * Format: int64
             * @description in a row
             */
            misses?: number;
            /**
             * Format: int64
             * @description seconds; 0: until the agent ends it
             */
            release?: number;
            status?: string;
        };
        Number: {
            displayInbound?: string;
            displayOutbound?: string;
            readonly id: string;
            /**
             * @description of the prompts; empty: the site's
             * @enum {string}
             */
            language?: "" | "ja" | "en";
            /** @description agents may choose it as caller ID */
            listed: boolean;
            /**
             * Format: int64
             * @description calls at once; 0: no limit of its own
             */
            maxChannels: number;
            /** @description agents who may present it because it is in their list; agents without a list may present every listed number */
            mayPresent?: string[];
            /** @description empty: the number */
            name: string;
            /** @description in any usual way of writing it, kept as national digits; fixed once it is made */
            number: string;
            /** @description and for one that was answered */
            popupAnswer?: string;
            /** @description page for a call that rings (J-NUM-6); @@@@ stands for the caller's number */
            popupRing?: string;
            /** @description dialed before a number, it is presented; 1 to 4 digits */
            prefix?: string;
            /** @description null: as the group or the site */
            record?: boolean;
            /** @description where its calls go; unset: refused */
            route?: components["schemas"]["Destination"];
            trunk?: string;
            /** Format: int64 */
            readonly version: number;
        };
        NumberPatch: {
            displayInbound?: string;
            displayOutbound?: string;
            readonly id?: string;
            /**
             * @description of the prompts; empty: the site's
             * @enum {string}
             */
            language?: "" | "ja" | "en";
            /** @description agents may choose it as caller ID */
            listed?: boolean;
            /**
             * Format: int64
             * @description calls at once; 0: no limit of its own
             */
            maxChannels?: number;
            /** @description agents who may present it because it is in their list; agents without a list may present every listed number */
            mayPresent?: string[];
            /** @description empty: the number */
            name?: string;
            /** @description in any usual way of writing it, kept as national digits; fixed once it is made */
            number?: string;
            /** @description and for one that was answered */
            popupAnswer?: string;
            /** @description page for a call that rings (J-NUM-6); @@@@ stands for the caller's number */
            popupRing?: string;
            /** @description dialed before a number, it is presented; 1 to 4 digits */
            prefix?: string;
            /** @description null: as the group or the site */
            record?: boolean;
            /** @description where its calls go; unset: refused */
            route?: components["schemas"]["Destination"];
            trunk?: string;
            /** Format: int64 */
            readonly version?: number;
        };
        OIDCSettings: {
            /** @description text of the button on the login page; empty: the usual one */
            button: string;
            /**
             * @description claim of the ID token that is the login ID
             * @example preferred_username
             */
            claim: string;
            clientId: string;
            readonly hasSecret: boolean;
            /**
             * @description https address of the identity provider; empty: off
             * @example https://login.example.jp/realms/main
             */
            issuer: string;
        };
        OIDCSettingsChange: {
            button?: string;
            claim?: string;
            clientId?: string;
            issuer?: string;
            /** @description never shown; empty: there is none; absent: as before, unless the issuer changes */
            secret?: string;
        };
        "Open-device-linkRequest": {
            /**
             * Format: int64
             * @description how long it is good; 0: until it is switched off
             */
            days?: number;
            /**
             * @description of the phone's display; empty: as the phone is
             * @enum {string}
             */
            language?: "" | "ja" | "en";
            /** @enum {string} */
            maker: "yealink" | "grandstream" | "poly" | "snom" | "panasonic" | "fanvil";
            /** @description time server; empty: as the phone is */
            ntp?: string;
        };
        OrderInputBody: {
            /** @description number of the site to present; absent: the agent's usual one */
            callerId?: string;
            /** @description phone of the agent that rings first; absent: all of them */
            device?: string;
            /** @description extension, feature code or outside number, in any usual way of writing it */
            to: string;
        };
        Ordered: {
            call: string;
        };
        Outside: {
            code?: string;
            emergency?: boolean;
            from: components["schemas"]["Identity"];
            number: string;
            privacy?: string;
            shown?: string;
            trunk: string;
        };
        ParkedCall: {
            by?: string;
            call: string;
            name: string;
            /** @description of who is parked; empty: withheld */
            number: string;
            /** Format: date-time */
            since: string;
            /** Format: int64 */
            slot: number;
        };
        ParkedCalls: {
            items: components["schemas"]["ParkedCall"][];
        };
        Part: {
            /** @description what else may be allowed */
            actions?: string[] | null;
            edit?: string;
            /** @description noun or part of the product, as in agents */
            item: string;
            view?: string;
        };
        Party: {
            name: string;
            number: string;
            withheld?: boolean;
        };
        Past: {
            /** @enum {string} */
            action: "create" | "update" | "delete" | "restore";
            /** @description identifier of the agent; missing: nobody who was logged in */
            actor?: string;
            /** @description as it was then */
            actorName?: string;
            /** Format: date-time */
            at: string;
            /** @description what it is taken back with: the change of many records that it is part of, or itself */
            batch?: components["schemas"]["PastBatch"];
            /** @description what changed; of secrets only the name */
            fields: components["schemas"]["FieldChange"][];
            /**
             * Format: int64
             * @description grows with every change of any record
             */
            number: number;
            title: string;
            /** @example console */
            via: string;
        };
        PastBatch: {
            id: string;
            /**
             * Format: int64
             * @description how many records it changed
             */
            records: number;
            /** @description who asks may take it back (batches/{batch}/undo) */
            undoable?: boolean;
            /**
             * Format: date-time
             * @description when it was taken back
             */
            undoneAt?: string;
            /** @enum {string} */
            what: "update" | "delete" | "import" | "undo";
        };
        Pasts: {
            items: components["schemas"]["Past"][];
            nextCursor?: string;
        };
        PersonalChange: {
            /** @description find the customer by the caller's number */
            crmSearch?: boolean;
            /**
             * @description of change histories
             * @enum {string}
             */
            historyOrder?: "newest" | "oldest";
            /**
             * @description ja or en
             * @example ja
             */
            language?: string;
            /** @description notification of external calls */
            notifyExternal?: boolean;
            /** @description notification of internal calls */
            notifyInternal?: boolean;
            /** @description open it when the call is answered */
            popupOnAnswer?: boolean;
            /** @description open the customer, or the number's popup page, when it rings */
            popupOnRing?: boolean;
            /**
             * @description where it opens
             * @enum {string}
             */
            popupTarget?: "tab" | "browser";
            /**
             * @description several phones of one agent (C-CALL-5)
             * @enum {string}
             */
            secondLogin?: "ring-all" | "newest" | "refuse";
        };
        "Phone-modelsResponse": {
            items: components["schemas"]["PhoneModel"][];
        };
        PhoneKey: {
            /** @description of lamp and code */
            agent?: string;
            /**
             * @description of code
             * @enum {string}
             */
            feature?: "" | "park" | "transfer" | "consult" | "join" | "room" | "pick-up" | "whisper" | "monitor" | "barge" | "seat-out" | "seat-in" | "campaigns" | "echo" | "who-am-i" | "record";
            /** @description of lamp and code, in place of an agent */
            group?: string;
            /** @enum {string} */
            kind: "none" | "lamp" | "park" | "dial" | "code";
            /** @description what stands on the key; empty: the name of whom it is about, else what is dialed */
            label?: string;
            /** @description of dial */
            number?: string;
            /**
             * Format: int64
             * @description of park; of the code room the conference room
             */
            slot?: number;
        };
        PhoneLink: {
            language?: string;
            /**
             * Format: date-time
             * @description when a file was taken last
             */
            lastAt?: string;
            /** @description what the phone said it is */
            lastBy?: string;
            /** @description from which address */
            lastFrom?: string;
            /** Format: date-time */
            madeAt?: string;
            maker?: string;
            ntp?: string;
            /**
             * @description ended: the phone's password was changed otherwise; disabled: its agent is, for so long; off: this server gives no files to phones
             * @enum {string}
             */
            state: "none" | "open" | "expired" | "ended" | "disabled" | "off";
            /**
             * Format: int64
             * @description files taken
             */
            taken: number;
            /**
             * Format: date-time
             * @description absent: until it is switched off
             */
            until?: string;
        };
        PhoneLive: {
            /** @description where it registered from last */
            address?: string;
            /**
             * Format: int64
             * @description phones registered with this account
             */
            contacts: number;
            /**
             * Format: date-time
             * @description absent: not since the server's start
             */
            lastSeen?: string;
            /**
             * Format: date-time
             * @description when the state began
             */
            since?: string;
            /** @enum {string} */
            state: "registered" | "unreachable" | "offline";
            transport?: string;
            userAgent?: string;
        };
        PhoneModel: {
            /**
             * Format: int64
             * @description keys that can be given something to do; without a model, for how many the maker's file has names
             */
            keys: number;
            maker: string;
            /** @description absent: any phone of the maker whose number of keys is not known */
            model?: string;
            /** @description whether a key can press into a call: park, transfer, consult, join */
            presses: boolean;
        };
        PickUpInputBody: {
            /** @description own phone that rings; absent: all of them */
            device?: string;
        };
        PresetDoc: {
            /** @description empty: the plain one */
            name: string;
            /** @description of the switches that it sets */
            values: {
                [key: string]: string;
            };
        };
        Preview: {
            /** @description the whole record; it is not stored */
            ivr: components["schemas"]["IVR"];
            /** @description as 2026-12-31T18:00 in the site's time zone, or with an offset (RFC 3339); absent: now */
            time?: string;
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
            /** @description the rule's measure, as in 64 */
            limit?: string;
            /** @description path of the value, as in members[2].level */
            location?: string;
            /** @description what was expected */
            message?: string;
            /** @description name of the rule that was broken, as in max_length */
            rule?: string;
            value?: unknown;
        };
        PromptAudio: {
            id: string;
            name: string;
        };
        PromptPage: {
            items: components["schemas"]["PromptRow"][];
        };
        PromptRow: {
            en: string;
            id: string;
            ja: string;
            kind: string;
            /** @description by language: the audio file that is played instead */
            replaced: {
                [key: string]: components["schemas"]["PromptAudio"];
            };
        };
        ProofInputBody: {
            /** @description a code of the authenticator app, or a recovery code */
            code?: string;
            /** @description the present password; not needed after single sign-on */
            password?: string;
        };
        "Provision-deviceRequest": {
            /** @enum {string} */
            kind: "qr" | "yealink" | "grandstream" | "poly" | "snom" | "panasonic" | "fanvil";
            /**
             * @description of the phone's display; empty: as the phone is
             * @enum {string}
             */
            language?: "" | "ja" | "en";
            /** @description time server; empty: as the phone is */
            ntp?: string;
            /** @description the phone's, as it was given or drawn */
            password: string;
        };
        Provisioning: {
            /** @description as the phone asks for it */
            fileName: string;
            /** @enum {string} */
            kind: "qr" | "yealink" | "grandstream" | "poly" | "snom" | "panasonic" | "fanvil";
            mime: string;
            /** @description what the phone needs besides */
            more?: components["schemas"]["ProvisioningFile"][] | null;
            /** @description the file's content; of kind qr what the code says */
            text: string;
        };
        ProvisioningFile: {
            fileName: string;
            mime: string;
            text: string;
        };
        PublicHoliday: {
            /** @example 2026-11-23 */
            date: string;
            /** @description in Japanese */
            name: string;
        };
        PublicHolidays: {
            /**
             * Format: int64
             * @description the first year that is known
             */
            first: number;
            /** @description in order; none of years that are not known */
            items: components["schemas"]["PublicHoliday"][];
            /**
             * Format: int64
             * @description the last year that is known
             */
            last: number;
        };
        "Read-chatRequest": {
            /** Format: int64 */
            seq: number;
        };
        ReadMark: {
            agent: string;
            /** Format: int64 */
            seq: number;
        };
        ReasonInputBody: {
            /** @description why, for the audit */
            reason: string;
        };
        RecordUse: {
            /** @description the field that names it, as in overflow */
            field?: string;
            id: string;
            /** @example groups */
            noun: string;
            title: string;
        };
        RecordingKey: {
            /** @description its file is not there: its recordings cannot be played */
            missing: boolean;
            name: string;
            /** @description new recordings use it */
            newest: boolean;
            /**
             * Format: int64
             * @description recordings, archives and secrets that need it
             */
            recordings: number;
        };
        RecordingKeyList: {
            items: components["schemas"]["RecordingKey"][];
        };
        RecordingList: {
            items: components["schemas"]["RecordingRow"][];
        };
        RecordingRow: {
            /**
             * Format: int64
             * @description of the file as it is kept
             */
            bytes: number;
            call: string;
            /** Format: date-time */
            deletedAt?: string;
            /** @enum {string} */
            deletedWhy?: "retention" | "person" | "short" | "";
            /** Format: date-time */
            endedAt?: string;
            failed?: string;
            hold?: components["schemas"]["Hold"];
            id: string;
            /** @description name of the key it is encrypted with; absent: it is plain */
            key?: string;
            /** @enum {string} */
            kind: "conversation" | "voicemail" | "audio";
            /** @description when it was paused */
            pauses: components["schemas"]["Silence"][];
            /**
             * Format: date-time
             * @description when it is deleted; absent: never
             */
            retainUntil?: string;
            /** Format: double */
            seconds: number;
            /** @description of the WAV file that original gives */
            sha256?: string;
            /** Format: date-time */
            startedAt: string;
        };
        RecoveryListBody: {
            /** @description recovery codes: each logs in once in place of a code; shown once */
            codes: string[];
        };
        Reference: {
            /**
             * Format: date-time
             * @description of a noun that has a moment, as a call
             */
            at?: string;
            /** @example call:019aa0f1-... */
            ref: string;
            /** @description a name or a number */
            title?: string;
            /** @description false: it does not exist, or the reader may not see it */
            visible: boolean;
        };
        ReferenceList: {
            items: components["schemas"]["Reference"][];
        };
        Refusal: {
            code: string;
            detail: string;
            errors: components["schemas"]["Wrong"][];
            id: string;
            title: string;
        };
        RefusedRow: {
            column?: string;
            limit?: string;
            message: string;
            /**
             * Format: int64
             * @description as a spreadsheet counts; the header is 1
             */
            row: number;
            rule?: string;
            value?: string;
        };
        Register: {
            /** @description empty: user */
            authUser?: string;
            /**
             * Format: int64
             * @description seconds; 0: one hour
             */
            expires?: number;
            /** @description never told; absent in a change: as before */
            password?: string;
            user: string;
        };
        Rejected: {
            readonly id: string;
            note?: string;
            /** @description in any usual way of writing it, kept in one */
            number: string;
            /** Format: int64 */
            readonly version: number;
        };
        RejectedPatch: {
            readonly id?: string;
            note?: string;
            /** @description in any usual way of writing it, kept in one */
            number?: string;
            /** Format: int64 */
            readonly version?: number;
        };
        "Replace-promptRequest": {
            /** @description an audio file of the site */
            audio: string;
        };
        "Report-qualityRequest": {
            /** @example PCMU */
            codec: string;
            /** @description X-Yobirin-Leg of the call's INVITE or answer */
            leg: string;
            /** @example srtp */
            media: string;
            quality: components["schemas"]["Heard"];
        };
        "Resolve-chatRequest": {
            refs: string[];
        };
        "Resync-deviceResponse": {
            items: components["schemas"]["Resynced"][];
        };
        Resynced: {
            address: string;
            /** @description why not, in the caller's language */
            detail?: string;
            /** @description the phone has accepted it; what it takes then, its address of settings tells */
            ok: boolean;
            /**
             * Format: int64
             * @description SIP status; absent: no answer
             */
            status?: number;
            userAgent?: string;
        };
        Returned: {
            by?: string;
            cause?: string;
            how: string;
            /** Format: int64 */
            slot?: number;
            to?: string;
        };
        RevokedKeys: {
            /** Format: int64 */
            revoked: number;
        };
        S3Bucket: {
            accessKey: string;
            bucket: string;
            /** @description host or host:port of the service; empty: nothing is uploaded, and nothing else is kept */
            endpoint: string;
            readonly hasSecret: boolean;
            readonly id: string;
            /** @description host/bucket/name instead of bucket.host/name */
            pathStyle: boolean;
            /** @description before every name, as in recordings/ */
            prefix: string;
            /** @description empty: us-east-1 */
            region: string;
            /** @description absent: as before, for the same service and access key */
            secret?: string;
            tls: boolean;
            /** Format: int64 */
            readonly version: number;
        };
        S3BucketInput: {
            accessKey?: string;
            bucket?: string;
            /** @description host or host:port of the service; empty: upload nothing */
            endpoint: string;
            pathStyle?: boolean;
            /** @description before every name, as in recordings/ */
            prefix?: string;
            /** @description empty: us-east-1 */
            region?: string;
            /** @description absent: as before; it is never shown */
            secret?: string;
            /** @description absent: true */
            tls?: boolean;
        };
        S3BucketPatch: {
            accessKey?: string;
            bucket?: string;
            /** @description host or host:port of the service; empty: nothing is uploaded, and nothing else is kept */
            endpoint?: string;
            readonly hasSecret?: boolean;
            readonly id?: string;
            /** @description host/bucket/name instead of bucket.host/name */
            pathStyle?: boolean;
            /** @description before every name, as in recordings/ */
            prefix?: string;
            /** @description empty: us-east-1 */
            region?: string;
            /** @description absent: as before, for the same service and access key */
            secret?: string;
            tls?: boolean;
            /** Format: int64 */
            readonly version?: number;
        };
        Schedule: {
            /** @description designated dates, YYYY-MM-DD */
            dates?: string[];
            /** @description absent: as it is, of a new record off; in a site file on */
            enabled?: boolean;
            /** @description the first that matches wins */
            rows?: components["schemas"]["ScheduleRow"][];
        };
        ScheduleRow: {
            /** @description ★: matches on designated dates */
            designated?: boolean;
            /** @example 09:00 */
            from: string;
            /** @description 祝日: matches on holidays */
            holiday?: boolean;
            /**
             * @description 24:00 allowed; before from: it spans midnight
             * @example 18:00
             */
            to: string;
            toDestination: components["schemas"]["Destination"];
            weekdays?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
        };
        "See-missed-callsRequest": {
            /**
             * Format: date-time
             * @description latest, as it was counted
             */
            until: string;
        };
        Server: {
            /** @description address of the sender */
            from: string;
            fromName: string;
            readonly hasPassword: boolean;
            /** @description empty: no mail is sent, and nothing else is kept */
            host: string;
            readonly id: string;
            /** @description absent: as before, for the same server, port, security and user; empty: none */
            password?: string;
            /**
             * Format: int64
             * @description 0: 587, or 465 for tls
             */
            port: number;
            /**
             * @description none: a password is sent only in ways that do not show it
             * @enum {string}
             */
            security: "starttls" | "tls" | "none";
            user: string;
            /** Format: int64 */
            readonly version: number;
        };
        ServerPatch: {
            /** @description address of the sender */
            from?: string;
            fromName?: string;
            readonly hasPassword?: boolean;
            /** @description empty: no mail is sent, and nothing else is kept */
            host?: string;
            readonly id?: string;
            /** @description absent: as before, for the same server, port, security and user; empty: none */
            password?: string;
            /**
             * Format: int64
             * @description 0: 587, or 465 for tls
             */
            port?: number;
            /**
             * @description none: a password is sent only in ways that do not show it
             * @enum {string}
             */
            security?: "starttls" | "tls" | "none";
            user?: string;
            /** Format: int64 */
            readonly version?: number;
        };
        Session: {
            agent: components["schemas"]["SessionAgent"];
            /** @description a second factor has to be set up first (/me/totp); until then the session may nothing else */
            mustEnrol?: boolean;
            /** @description what the session may */
            permissions: string[];
        };
        SessionAgent: {
            extension: string;
            id: string;
            /** @example ja */
            language: string;
            login: string;
            name: string;
            nickname: string;
            /**
             * @description agent, supervisor, administrator, or the key of a role of the site
             * @example agent
             */
            role: string;
        };
        SessionPage: {
            items: components["schemas"]["SessionRow"][];
            /** @description absent: there are no more */
            nextCursor?: string;
        };
        SessionRow: {
            address?: string;
            agent: string;
            agentName: string;
            /** @enum {string} */
            client: "console" | "app";
            /** Format: date-time */
            created: string;
            /**
             * @description what it was opened with
             * @enum {string}
             */
            factor: "password" | "totp" | "oidc";
            id: string;
            login: string;
            /**
             * Format: date-time
             * @description last used, to the minute
             */
            seen: string;
            /** @description the one that asks */
            this: boolean;
            userAgent?: string;
        };
        "Set-levelRequest": {
            /**
             * Format: int64
             * @description lower is tried first
             */
            level: number;
        };
        Settings: {
            /**
             * Format: int64
             * @description minutes for which an outside party may be connected; 0: no limit
             */
            callTime: number;
            /**
             * Format: int64
             * @description minutes between two tries of a callback
             */
            callbackGap: number;
            /**
             * Format: int64
             * @description hours for which a callback is promised
             */
            callbackKept: number;
            /**
             * Format: int64
             * @description how often a promised callback is tried
             */
            callbackTries: number;
            /**
             * Format: int64
             * @description outside calls of one agent at once; 0: no limit
             */
            capAtOnce: number;
            /**
             * Format: int64
             * @description and in a day; 0: no limit
             */
            capDaily: number;
            /** @description number presented to 110, 118, 119 */
            emergency?: string;
            readonly id: string;
            /** @description outside calls may leave Japan */
            international: boolean;
            /**
             * @description of the built-in prompts
             * @enum {string}
             */
            language: "ja" | "en";
            /**
             * Format: int64
             * @description wrong passwords that lock a login; 0: never
             */
            loginAttempts: number;
            /**
             * Format: int64
             * @description seconds of the longest voicemail
             */
            messageTime: number;
            name: string;
            /**
             * Format: int64
             * @description minutes for which outside parties may talk without an agent; 0: no limit
             */
            outsideTime: number;
            /** @description and then this group */
            parkGroup?: string;
            /**
             * Format: int64
             * @description seconds until a parked call rings its parker back
             */
            parkTime: number;
            /** @description Japan's public holidays count as holidays */
            publicHolidays: boolean;
            /** @description record every call, unless its group or number says otherwise */
            record: boolean;
            /** @description callers who withhold their number are refused */
            rejectAnonymous: boolean;
            /**
             * Format: int64
             * @description days that recordings are kept; 0: for ever
             */
            retentionDays: number;
            /**
             * Format: int64
             * @description conference rooms
             */
            rooms: number;
            /**
             * Format: int64
             * @description seconds within which an answer counts, of today's figures at once
             */
            serviceLevel: number;
            /**
             * Format: int64
             * @description seconds without a request that end a session
             */
            sessionIdle: number;
            /**
             * @description of the agent app where signalling is not encrypted
             * @enum {string}
             */
            softphoneSrtp: "prefer" | "off";
            /**
             * @description which the agent app tries first
             * @enum {string}
             */
            softphoneTransport: "tls" | "udp";
            /**
             * Format: int64
             * @description seconds until a blind transfer returns
             */
            transferRing: number;
            /** Format: int64 */
            readonly version: number;
        };
        SettingsPatch: {
            /**
             * Format: int64
             * @description minutes for which an outside party may be connected; 0: no limit
             */
            callTime?: number;
            /**
             * Format: int64
             * @description minutes between two tries of a callback
             */
            callbackGap?: number;
            /**
             * Format: int64
             * @description hours for which a callback is promised
             */
            callbackKept?: number;
            /**
             * Format: int64
             * @description how often a promised callback is tried
             */
            callbackTries?: number;
            /**
             * Format: int64
             * @description outside calls of one agent at once; 0: no limit
             */
            capAtOnce?: number;
            /**
             * Format: int64
             * @description and in a day; 0: no limit
             */
            capDaily?: number;
            /** @description number presented to 110, 118, 119 */
            emergency?: string;
            readonly id?: string;
            /** @description outside calls may leave Japan */
            international?: boolean;
            /**
             * @description of the built-in prompts
             * @enum {string}
             */
            language?: "ja" | "en";
            /**
             * Format: int64
             * @description wrong passwords that lock a login; 0: never
             */
            loginAttempts?: number;
            /**
             * Format: int64
             * @description seconds of the longest voicemail
             */
            messageTime?: number;
            name?: string;
            /**
             * Format: int64
             * @description minutes for which outside parties may talk without an agent; 0: no limit
             */
            outsideTime?: number;
            /** @description and then this group */
            parkGroup?: string;
            /**
             * Format: int64
             * @description seconds until a parked call rings its parker back
             */
            parkTime?: number;
            /** @description Japan's public holidays count as holidays */
            publicHolidays?: boolean;
            /** @description record every call, unless its group or number says otherwise */
            record?: boolean;
            /** @description callers who withhold their number are refused */
            rejectAnonymous?: boolean;
            /**
             * Format: int64
             * @description days that recordings are kept; 0: for ever
             */
            retentionDays?: number;
            /**
             * Format: int64
             * @description conference rooms
             */
            rooms?: number;
            /**
             * Format: int64
             * @description seconds within which an answer counts, of today's figures at once
             */
            serviceLevel?: number;
            /**
             * Format: int64
             * @description seconds without a request that end a session
             */
            sessionIdle?: number;
            /**
             * @description of the agent app where signalling is not encrypted
             * @enum {string}
             */
            softphoneSrtp?: "prefer" | "off";
            /**
             * @description which the agent app tries first
             * @enum {string}
             */
            softphoneTransport?: "tls" | "udp";
            /**
             * Format: int64
             * @description seconds until a blind transfer returns
             */
            transferRing?: number;
            /** Format: int64 */
            readonly version?: number;
        };
        Setup: {
            /** @description every step is done */
            complete: boolean;
            /** @description who asks does not want to be led any more */
            dismissed: boolean;
            /** @description nothing is there but the first administrator: a sample may be loaded */
            empty: boolean;
            steps: components["schemas"]["SetupStep"][];
        };
        SetupStep: {
            /**
             * Format: int64
             * @description how many there are
             */
            count?: number;
            /** @description what a carrier said, or where a phone is */
            detail?: string;
            /** @description of the record that was looked at; of the call */
            id?: string;
            ok: boolean;
            /**
             * Format: date-time
             * @description of the state; when the call began
             */
            since?: string;
            /** @description what it is called */
            title?: string;
            /** @enum {string} */
            what: "password" | "trunk" | "number" | "agents" | "group" | "phone" | "call";
            /**
             * @description what is missing or wrong
             * @enum {string}
             */
            wrong?: "none" | "unchanged" | "disabled" | "unknown" | "unreachable" | "failed" | "unrouted" | "trunkless" | "no-extension" | "empty" | "silent" | "offline" | "unanswered";
        };
        Silence: {
            /** Format: double */
            from: number;
            /**
             * Format: double
             * @description 0: to the end
             */
            until: number;
        };
        Site: {
            languages: string[];
            name: string;
            /** @example Asia/Tokyo */
            timeZone: string;
            /** @description of the server */
            version: string;
        };
        Skipped: {
            fields: string[];
            id: string;
            title: string;
        };
        SlotInputBody: {
            /** @description own phone that rings; absent: all of them */
            device?: string;
        };
        Status: {
            /** @example #f59f00 */
            color: string;
            icon?: string;
            readonly id: string;
            name: string;
            /** Format: int64 */
            readonly version: number;
        };
        StatusInputBody: {
            /** @description all, or the identifier of a group */
            scope: string;
            /** @description available, or the identifier of an agent status */
            status: string;
        };
        StatusPatch: {
            /** @example #f59f00 */
            color?: string;
            icon?: string;
            readonly id?: string;
            name?: string;
            /** Format: int64 */
            readonly version?: number;
        };
        SwitchDoc: {
            /** @description what it is for, in English */
            does: string;
            /** @description what it may be set to, in English */
            expected: string;
            /**
             * @description what its values are
             * @enum {string}
             */
            kind: "yes-no" | "one" | "several" | "seconds" | "text";
            /** @example session_timer */
            name: string;
            /** @description of one and several: what may be chosen */
            options?: string[];
        };
        TOTPSetup: {
            /** @description base32, to be typed into an authenticator app */
            secret: string;
            /** @description otpauth address, to be shown as a QR code */
            uri: string;
        };
        TOTPState: {
            /** @description this server can keep its secret */
            available: boolean;
            enabled: boolean;
            /**
             * Format: int64
             * @description recovery codes that are left
             */
            recovery: number;
            /** @description the site asks for it; it cannot be turned off */
            required: boolean;
            /** Format: date-time */
            since?: string;
        };
        "Test-mailRequest": {
            /** @description address of the recipient */
            to: string;
        };
        TestReport: {
            steps: components["schemas"]["TestStep"][];
        };
        TestStep: {
            /** @description what came of it, the SIP status in the caller's language */
            detail?: string;
            /**
             * Format: int64
             * @description milliseconds that it took
             */
            ms: number;
            ok: boolean;
            /**
             * Format: int64
             * @description SIP status, where one was answered
             */
            status?: number;
            /** @enum {string} */
            what: "options" | "dial" | "answer" | "play" | "hang-up";
        };
        Thread: {
            /** @description identifier of the other agent */
            agent?: string;
            /** @description identifier of the group */
            group?: string;
            id: string;
            /** @enum {string} */
            kind: "group" | "agent";
            /** @description the newest message, its text cut to 200 characters, without files */
            last?: components["schemas"]["ChatText"];
            /**
             * Format: int64
             * @description number of the newest message, 0 for none
             */
            lastSeq: number;
            /** @description false: a group that one sees without being in it; its messages call for nobody's attention */
            member: boolean;
            /**
             * Format: int64
             * @description up to here one has read
             */
            readSeq: number;
            /** @description name of the group, nickname of the agent */
            title: string;
            /** Format: int64 */
            unread: number;
        };
        ThreadList: {
            items: components["schemas"]["Thread"][];
        };
        Transfer: {
            callerId?: string;
            readonly id: string;
            name: string;
            /** @description as people write it; kept as national digits */
            number: string;
            /** @description present the number that the caller called */
            useCalledNumber?: boolean;
            /** Format: int64 */
            readonly version: number;
        };
        TransferPatch: {
            callerId?: string;
            readonly id?: string;
            name?: string;
            /** @description as people write it; kept as national digits */
            number?: string;
            /** @description present the number that the caller called */
            useCalledNumber?: boolean;
            /** Format: int64 */
            readonly version?: number;
        };
        Trunk: {
            /** @description further hosts, tried in order when those before are down */
            backup?: string[];
            /**
             * Format: int64
             * @description contracted calls at once; 0: no limit
             */
            channels: number;
            /**
             * Format: int64
             * @description outbound calls in a day; 0: no limit
             */
            daily: number;
            disabled?: boolean;
            /** @description numbers travel as +81… */
            e164?: boolean;
            /** @description host or host:port of the carrier */
            host: string;
            readonly id: string;
            /** @description networks or addresses that calls may come from; none: the hosts' own */
            inboundFrom?: string[];
            /** @description as it stands now */
            readonly live?: components["schemas"]["TrunkLive"];
            name: string;
            /**
             * Format: int64
             * @description outbound calls at once; 0: no limit of its own
             */
            outside: number;
            /**
             * @description preset of switches, see carrier-profiles; empty: the plain one
             * @enum {string}
             */
            profile?: "" | "ngn-direct" | "hgw-extension" | "generic-e164-pai" | "050-register";
            /** @description host or host:port that everything is sent to instead */
            proxy?: string;
            /** @description absent: the carrier knows us by our address */
            register?: components["schemas"]["Register"];
            /** @description of the profile set otherwise, by the names and values of carrier-profiles */
            switches?: {
                [key: string]: string;
            };
            /** @enum {string} */
            transport: "udp" | "tcp" | "tls";
            /** @description for called numbers that are not the site's; unset: refused */
            unknownTo?: components["schemas"]["Destination"];
            /** Format: int64 */
            readonly version: number;
        };
        TrunkLive: {
            /**
             * Format: int64
             * @description calls from the carrier now
             */
            inbound: number;
            /**
             * Format: int64
             * @description calls to the carrier now
             */
            outbound: number;
            /** @description why it is not as it should be, in the carrier's words where it said any */
            reason?: string;
            /**
             * Format: int64
             * @description milliseconds until the last answer to OPTIONS or REGISTER
             */
            rtt?: number;
            /**
             * Format: date-time
             * @description of the state
             */
            since?: string;
            /**
             * @description registered and reachable: calls can pass
             * @enum {string}
             */
            state: "unknown" | "registered" | "reachable" | "unreachable" | "failed" | "disabled";
        };
        TrunkPatch: {
            /** @description further hosts, tried in order when those before are down */
            backup?: string[];
            /**
             * Format: int64
             * @description contracted calls at once; 0: no limit
             */
            channels?: number;
            /**
             * Format: int64
             * @description outbound calls in a day; 0: no limit
             */
            daily?: number;
            disabled?: boolean;
            /** @description numbers travel as +81… */
            e164?: boolean;
            /** @description host or host:port of the carrier */
            host?: string;
            readonly id?: string;
            /** @description networks or addresses that calls may come from; none: the hosts' own */
            inboundFrom?: string[];
            /** @description as it stands now */
            readonly live?: components["schemas"]["TrunkLive"];
            name?: string;
            /**
             * Format: int64
             * @description outbound calls at once; 0: no limit of its own
             */
            outside?: number;
            /**
             * @description preset of switches, see carrier-profiles; empty: the plain one
             * @enum {string}
             */
            profile?: "" | "ngn-direct" | "hgw-extension" | "generic-e164-pai" | "050-register";
            /** @description host or host:port that everything is sent to instead */
            proxy?: string;
            /** @description absent: the carrier knows us by our address */
            register?: components["schemas"]["Register"];
            /** @description of the profile set otherwise, by the names and values of carrier-profiles */
            switches?: {
                [key: string]: string;
            };
            /** @enum {string} */
            transport?: "udp" | "tcp" | "tls";
            /** @description for called numbers that are not the site's; unset: refused */
            unknownTo?: components["schemas"]["Destination"];
            /** Format: int64 */
            readonly version?: number;
        };
        TrunkTestInputBody: {
            /** @description who is called through the trunk; absent: nobody, the carrier is only asked */
            number?: string;
        };
        "Try-identity-providerRequest": {
            issuer: string;
        };
        UndoReport: {
            /**
             * Format: int64
             * @description records that are as they were before
             */
            done: number;
            /** @description the first 1,000 that stay as they are, and why */
            refused: components["schemas"]["Refusal"][];
            /**
             * Format: int64
             * @description how many more stay
             */
            refusedMore?: number;
            /** @description of the first 1,000 records: fields that stay as they are, such as secrets, which are in no history */
            skipped: components["schemas"]["Skipped"][];
            /**
             * Format: int64
             * @description how many more records have such fields
             */
            skippedMore?: number;
        };
        UsesBody: {
            items: components["schemas"]["RecordUse"][];
        };
        Voicemail: {
            /** Format: date-time */
            at: string;
            /** @description the audio file it was left after */
            audio?: components["schemas"]["Named"];
            call: string;
            from: components["schemas"]["Party"];
            /** Format: date-time */
            heardAt?: string;
            heardBy?: components["schemas"]["Named"];
            /** @description of its recording */
            id: string;
            /** @description the site's number that was called */
            phoneNumber?: string;
            /** @description false: it could not be recorded, or is not complete yet */
            playable: boolean;
            /** Format: double */
            seconds: number;
        };
        VoicemailIDsInputBody: {
            ids: string[];
        };
        VoicemailPage: {
            items: components["schemas"]["Voicemail"][];
            /** @description absent: there are no more */
            nextCursor?: string;
            /**
             * Format: int64
             * @description messages that nobody has heard, whatever the filter says
             */
            unheard: number;
        };
        VoicemailsDeletedOutputBody: {
            /** Format: int64 */
            deleted: number;
        };
        VoicemailsHeardInputBody: {
            heard: boolean;
            ids: string[];
        };
        VoicemailsHeardOutputBody: {
            /**
             * Format: int64
             * @description messages that were not so before
             */
            changed: number;
        };
        WatchInputBody: {
            /** @description own phone that rings; absent: all of them */
            device?: string;
            /** @enum {string} */
            mode: "monitor" | "whisper" | "barge";
        };
        Watching: {
            agent: string;
            call?: string;
            leg: string;
            mode: string;
        };
        WeekPreview: {
            /** @description first day, as in 2026-12-28; absent: the Monday before today, or today */
            from?: string;
            /** @description the whole record; it is not stored */
            ivr: components["schemas"]["IVR"];
        };
        Wrong: {
            limit?: string;
            location?: string;
            message?: string;
            rule?: string;
            value?: unknown;
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
    "agents-list": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                login?: string;
                /** @description text in it; case and width do not matter */
                name?: string;
                /** @description text in it; case and width do not matter */
                nickname?: string;
                /** @description one of these values, separated by commas */
                extension?: string;
                /** @description one of these values, separated by commas */
                role?: string;
                /** @description one of these values, separated by commas */
                language?: string;
                noOutside?: boolean;
                callWaiting?: boolean;
                disabled?: boolean;
                locked?: boolean;
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListAgent"];
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
    "agents-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentPatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
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
    "agents-export": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                login?: string;
                /** @description text in it; case and width do not matter */
                name?: string;
                /** @description text in it; case and width do not matter */
                nickname?: string;
                /** @description one of these values, separated by commas */
                extension?: string;
                /** @description one of these values, separated by commas */
                role?: string;
                /** @description one of these values, separated by commas */
                language?: string;
                noOutside?: boolean;
                callWaiting?: boolean;
                disabled?: boolean;
                locked?: boolean;
                q?: string;
                sort?: string;
                /** @description only these records, separated by commas */
                ids?: string;
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
                    "text/csv": string;
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
    "agents-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "agents-blank": {
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
    "agents-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "agents-import": {
        parameters: {
            query?: {
                /** @description only say what would become of it */
                dryRun?: boolean;
                /** @description what the file's columns are, in their order; - leaves one out; absent: the first row says it */
                columns?: string[] | null;
                /** @description no: the first row is data already; only with columns */
                header?: "yes" | "no";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
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
    "agents-read": {
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
                    ETag?: string;
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
    "agents-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "agents-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentPatch"];
                "application/merge-patch+json": components["schemas"]["AgentPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
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
    "revoke-api-keys-of": {
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
                    "application/json": components["schemas"]["RevokedKeys"];
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
    "agents-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "lock-login": {
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
    "end-sessions-of": {
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
    "reset-totp": {
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
    "unlock-pin": {
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
    "agents-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "watch-agent": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description agent to listen to */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchInputBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ordered"];
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
    "list-api-keys": {
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
                    "application/json": components["schemas"]["KeyList"];
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
    "make-api-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKey"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeKey"];
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
    "revoke-api-key": {
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
    "list-archives": {
        parameters: {
            query?: {
                /** @description 0: 60 */
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
                    "application/json": components["schemas"]["DayPage"];
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
    "make-archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
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
    "get-archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                day: string;
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
                    "application/zip": string;
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
    "audios-list": {
        parameters: {
            query?: {
                voicemail?: boolean;
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListAudio"];
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
    "create-audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description WAV, MP3, M4A, Ogg, FLAC or WebM; at most 50 MiB and 30 minutes
                     */
                    file: string;
                    /** @description name of the audio file */
                    name: string;
                    /** @description who is told of a message; one field each */
                    recipients?: string[];
                    /** @description a message is taken after it */
                    voicemail?: boolean;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audio"];
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
    "audios-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "audios-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "audios-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audio"];
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
    "audios-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "audios-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AudioPatch"];
                "application/merge-patch+json": components["schemas"]["AudioPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audio"];
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
    "audios-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "listen-audio": {
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
    "replace-audio": {
        parameters: {
            query?: never;
            header?: {
                /** @description version of the audio file that is to be changed; absent: any */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description WAV, MP3, M4A, Ogg, FLAC or WebM; at most 50 MiB and 30 minutes
                     */
                    file: string;
                    /** @description name of the audio file */
                    name?: string;
                    /** @description who is told of a message; one field each */
                    recipients?: string[];
                    /** @description a message is taken after it */
                    voicemail?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audio"];
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
    "audios-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "list-audit": {
        parameters: {
            query?: {
                /** @description at or after */
                from?: string;
                /** @description before */
                to?: string;
                /** @description identifier of the agent who acted */
                actor?: string;
                /** @description recording.played, or recording for all that was done to recordings */
                action?: string;
                /** @description identifier of what it was done to */
                object?: string;
                /** @description kind of what it was done to, as in agent */
                kind?: string;
                /** @description how the action came */
                via?: "console" | "app" | "phone" | "api" | "system";
                /** @description where from; with a dot or colon at the end, its beginning */
                address?: string;
                /** @description words, all of which are in the details, the object or the address; case makes no difference */
                q?: string;
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
                    "application/json": components["schemas"]["AuditPage"];
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
    "export-audit": {
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
                    "text/csv": string;
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
    "barred-list": {
        parameters: {
            query?: {
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListBarred"];
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
    "barred-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BarredPatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Barred"];
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
    "barred-export": {
        parameters: {
            query?: {
                q?: string;
                sort?: string;
                /** @description only these records, separated by commas */
                ids?: string;
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
                    "text/csv": string;
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
    "barred-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "barred-blank": {
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
                    "application/json": components["schemas"]["Barred"];
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
    "barred-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "barred-import": {
        parameters: {
            query?: {
                /** @description only say what would become of it */
                dryRun?: boolean;
                /** @description what the file's columns are, in their order; - leaves one out; absent: the first row says it */
                columns?: string[] | null;
                /** @description no: the first row is data already; only with columns */
                header?: "yes" | "no";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
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
    "barred-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Barred"];
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
    "barred-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "barred-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BarredPatch"];
                "application/merge-patch+json": components["schemas"]["BarredPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Barred"];
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
    "barred-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "barred-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "callers-list": {
        parameters: {
            query?: {
                /** @description one of these values, separated by commas */
                priority?: string;
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListCallerRule"];
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
    "callers-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallerRulePatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallerRule"];
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
    "callers-export": {
        parameters: {
            query?: {
                /** @description one of these values, separated by commas */
                priority?: string;
                q?: string;
                sort?: string;
                /** @description only these records, separated by commas */
                ids?: string;
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
                    "text/csv": string;
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
    "callers-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "callers-blank": {
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
                    "application/json": components["schemas"]["CallerRule"];
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
    "callers-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "callers-import": {
        parameters: {
            query?: {
                /** @description only say what would become of it */
                dryRun?: boolean;
                /** @description what the file's columns are, in their order; - leaves one out; absent: the first row says it */
                columns?: string[] | null;
                /** @description no: the first row is data already; only with columns */
                header?: "yes" | "no";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
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
    "callers-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallerRule"];
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
    "callers-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "callers-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallerRulePatch"];
                "application/merge-patch+json": components["schemas"]["CallerRulePatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallerRule"];
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
    "callers-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "callers-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
                /** @description part of a party's name; case, width and kind of kana do not matter */
                q?: string;
                /** @description identifier of an agent who called or talked */
                agent?: string;
                /** @description identifier of a group that was visited */
                group?: string;
                /** @description how a visit to the group, or to any, ended: answered, abandoned, overflow, timeout or callback */
                outcome?: string;
                /** @description identifier of the site's number that was called or presented */
                phoneNumber?: string;
                /** @description talked at least */
                minSeconds?: string;
                /** @description talked less than */
                maxSeconds?: string;
                /** @description of the calls that rang at oneself and that one did not take: missed, elsewhere (somebody else answered) or direct (missed, and not by a group) */
                rang?: string;
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
    "order-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderInputBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ordered"];
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
    "export-calls": {
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
                /** @description part of a party's name; case, width and kind of kana do not matter */
                q?: string;
                /** @description identifier of an agent who called or talked */
                agent?: string;
                /** @description identifier of a group that was visited */
                group?: string;
                /** @description how a visit to the group, or to any, ended: answered, abandoned, overflow, timeout or callback */
                outcome?: string;
                /** @description identifier of the site's number that was called or presented */
                phoneNumber?: string;
                /** @description talked at least */
                minSeconds?: string;
                /** @description talked less than */
                maxSeconds?: string;
                /** @description of the calls that rang at oneself and that one did not take: missed, elsewhere (somebody else answered) or direct (missed, and not by a group) */
                rang?: string;
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
                    "text/csv": string;
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
            query?: {
                /** @description as a file to be kept */
                download?: boolean;
                /** @description the WAV file as it was recorded (G.711), of which the hash is, instead of 16 bit */
                original?: boolean;
            };
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
    "list-recordings": {
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
                    "application/json": components["schemas"]["RecordingList"];
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
    "command-call": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                command: "answer" | "hang-up" | "end" | "hold" | "resume" | "mute" | "transfer" | "consult" | "swap" | "complete" | "cancel" | "merge" | "add" | "park" | "press" | "record" | "pause" | "mode";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandInputBody"];
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
    "carrier-profiles": {
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
                    "application/json": components["schemas"]["CarrierProfiles"];
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
    "open-chat": {
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
                    "application/json": components["schemas"]["Thread"];
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
    "take-chat-file": {
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
                    "application/octet-stream": string;
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
    "resolve-chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolve-chatRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferenceList"];
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
    "search-chat": {
        parameters: {
            query: {
                /** @description 1 to 100 characters */
                q: string;
                /** @description in this conversation alone */
                thread?: string;
                /** @description 0: 30 */
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
                    "application/json": components["schemas"]["FoundPage"];
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
    "chat-threads": {
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
                    "application/json": components["schemas"]["ThreadList"];
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
    "upload-chat-file": {
        parameters: {
            query: {
                /** @description the file's name */
                name: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveChatFile"];
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
    "chat-messages": {
        parameters: {
            query?: {
                /** @description messages with smaller numbers */
                before?: number;
                /** @description messages with larger numbers */
                after?: number;
                /** @description 0: 50 */
                limit?: number;
            };
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
                    "application/json": components["schemas"]["MessagePage"];
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
    "send-chat": {
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
                "application/json": components["schemas"]["Draft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveChatText"];
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
    "read-chat": {
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
                "application/json": components["schemas"]["Read-chatRequest"];
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
    "typing-chat": {
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
    "choose-agents": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
                /** @description 0: all */
                limit?: number;
                /** @description only these, whatever they are called */
                ids?: string[] | null;
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
    "choose-audios": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
                /** @description 0: all */
                limit?: number;
                /** @description only these, whatever they are called */
                ids?: string[] | null;
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
    "choose-groups": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
                /** @description 0: all */
                limit?: number;
                /** @description only these, whatever they are called */
                ids?: string[] | null;
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
    "choose-ivrs": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
                /** @description 0: all */
                limit?: number;
                /** @description only these, whatever they are called */
                ids?: string[] | null;
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
    "choose-numbers": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
                /** @description 0: all */
                limit?: number;
                /** @description only these, whatever they are called */
                ids?: string[] | null;
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
    "choose-roles": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
                /** @description 0: all */
                limit?: number;
                /** @description only these, whatever they are called */
                ids?: string[] | null;
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
    "choose-statuses": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
                /** @description 0: all */
                limit?: number;
                /** @description only these, whatever they are called */
                ids?: string[] | null;
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
    "choose-transfers": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
                /** @description 0: all */
                limit?: number;
                /** @description only these, whatever they are called */
                ids?: string[] | null;
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
    "choose-trunks": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
                /** @description 0: all */
                limit?: number;
                /** @description only these, whatever they are called */
                ids?: string[] | null;
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
    codes: {
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
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeTable"];
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
    "change-codes": {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the table that is to be changed; absent: any */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeTable"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeTable"];
                };
            };
            /** @description Conflict */
            409: {
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
    "undo-codes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "codes-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
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
                    "application/json": components["schemas"]["Pasts"];
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
    "devices-list": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                name?: string;
                /** @description text in it; case and width do not matter */
                user?: string;
                /** @description one of these values, separated by commas */
                kind?: string;
                /** @description one of these values, separated by commas */
                agent?: string;
                /** @description one of these values, separated by commas */
                seat?: string;
                /** @description one of these values, separated by commas */
                srtp?: string;
                /** @description one of these values, separated by commas */
                transport?: string;
                /** @description text in it; case and width do not matter */
                mac?: string;
                desk?: boolean;
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListDevice"];
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
    "devices-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DevicePatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
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
    "devices-export": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                name?: string;
                /** @description text in it; case and width do not matter */
                user?: string;
                /** @description one of these values, separated by commas */
                kind?: string;
                /** @description one of these values, separated by commas */
                agent?: string;
                /** @description one of these values, separated by commas */
                seat?: string;
                /** @description one of these values, separated by commas */
                srtp?: string;
                /** @description one of these values, separated by commas */
                transport?: string;
                /** @description text in it; case and width do not matter */
                mac?: string;
                desk?: boolean;
                q?: string;
                sort?: string;
                /** @description only these records, separated by commas */
                ids?: string;
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
                    "text/csv": string;
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
    "devices-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "devices-blank": {
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
                    "application/json": components["schemas"]["Device"];
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
    "devices-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "devices-import": {
        parameters: {
            query?: {
                /** @description only say what would become of it */
                dryRun?: boolean;
                /** @description what the file's columns are, in their order; - leaves one out; absent: the first row says it */
                columns?: string[] | null;
                /** @description no: the first row is data already; only with columns */
                header?: "yes" | "no";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
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
    "phone-models": {
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
                    "application/json": components["schemas"]["Phone-modelsResponse"];
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
    "draw-device-password": {
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
                    "application/json": components["schemas"]["GivenPassword"];
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
    "usual-phone-keys": {
        parameters: {
            query?: {
                /** @description whose phone it is; absent: nobody's */
                agent?: string;
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
                    "application/json": components["schemas"]["KeyItemsBody"];
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
    "devices-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
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
    "devices-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "devices-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DevicePatch"];
                "application/merge-patch+json": components["schemas"]["DevicePatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
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
    "devices-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "device-link": {
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
                    "application/json": components["schemas"]["PhoneLink"];
                };
            };
            /** @description Not Found */
            404: {
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
    "open-device-link": {
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
                "application/json": components["schemas"]["Open-device-linkRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewPhoneLink"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
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
    "close-device-link": {
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
            /** @description Not Found */
            404: {
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
    "provision-device": {
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
                "application/json": components["schemas"]["Provision-deviceRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provisioning"];
                };
            };
            /** @description Not Found */
            404: {
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
    "reset-device-password": {
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
                    "application/json": components["schemas"]["GivenPassword"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
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
    "resync-device": {
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
                    "application/json": components["schemas"]["Resync-deviceResponse"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
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
    "unlock-phone": {
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
    "devices-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "free-extensions": {
        parameters: {
            query?: {
                /** @description whose: the first are beside those that the others of its kind have */
                of?: "agents" | "groups" | "ivrs";
                /** @description what they begin with, or the first when it is a whole extension */
                near?: string;
                limit?: number;
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
                    "application/json": components["schemas"]["FreeOutputBody"];
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
    "fields-list": {
        parameters: {
            query?: {
                /** @description one of these values, separated by commas */
                of?: string;
                /** @description one of these values, separated by commas */
                type?: string;
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListCustomField"];
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
    "fields-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomFieldPatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomField"];
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
    "fields-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "fields-blank": {
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
                    "application/json": components["schemas"]["CustomField"];
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
    "fields-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "fields-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomField"];
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
    "fields-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "fields-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomFieldPatch"];
                "application/merge-patch+json": components["schemas"]["CustomFieldPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomField"];
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
    "fields-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "fields-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "group-bars": {
        parameters: {
            query?: {
                /** @description of the past */
                hours?: number;
            };
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
                    "application/json": components["schemas"]["LiveBars"];
                };
            };
            /** @description Not Found */
            404: {
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
    "formats-list": {
        parameters: {
            query?: {
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListFormat"];
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
    "formats-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormatPatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Format"];
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
    "formats-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "formats-blank": {
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
                    "application/json": components["schemas"]["Format"];
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
    "formats-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "formats-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Format"];
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
    "formats-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "formats-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormatPatch"];
                "application/merge-patch+json": components["schemas"]["FormatPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Format"];
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
    "formats-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "formats-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "groups-list": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                name?: string;
                /** @description one of these values, separated by commas */
                extension?: string;
                /** @description one of these values, separated by commas */
                strategy?: string;
                /** @description one of these values, separated by commas */
                color?: string;
                /** @description text in it; case and width do not matter */
                display?: string;
                callback?: boolean;
                preferLast?: boolean;
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListGroup"];
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
    "groups-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupPatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
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
    "groups-export": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                name?: string;
                /** @description one of these values, separated by commas */
                extension?: string;
                /** @description one of these values, separated by commas */
                strategy?: string;
                /** @description one of these values, separated by commas */
                color?: string;
                /** @description text in it; case and width do not matter */
                display?: string;
                callback?: boolean;
                preferLast?: boolean;
                q?: string;
                sort?: string;
                /** @description only these records, separated by commas */
                ids?: string;
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
                    "text/csv": string;
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
    "groups-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "groups-blank": {
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
                    "application/json": components["schemas"]["Group"];
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
    "groups-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "groups-import": {
        parameters: {
            query?: {
                /** @description only say what would become of it */
                dryRun?: boolean;
                /** @description what the file's columns are, in their order; - leaves one out; absent: the first row says it */
                columns?: string[] | null;
                /** @description no: the first row is data already; only with columns */
                header?: "yes" | "no";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
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
    "groups-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
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
    "groups-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "groups-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupPatch"];
                "application/merge-patch+json": components["schemas"]["GroupPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
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
    "groups-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "set-level": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                agent: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Set-levelRequest"];
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
            /** @description Not Found */
            404: {
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
    "pick-up-group": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description group a call rings in */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PickUpInputBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ordered"];
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
    "groups-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "holidays-list": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                date?: string;
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListCompanyHoliday"];
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
    "holidays-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyHolidayPatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyHoliday"];
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
    "holidays-export": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                date?: string;
                q?: string;
                sort?: string;
                /** @description only these records, separated by commas */
                ids?: string;
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
                    "text/csv": string;
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
    "holidays-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "holidays-blank": {
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
                    "application/json": components["schemas"]["CompanyHoliday"];
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
    "holidays-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "holidays-import": {
        parameters: {
            query?: {
                /** @description only say what would become of it */
                dryRun?: boolean;
                /** @description what the file's columns are, in their order; - leaves one out; absent: the first row says it */
                columns?: string[] | null;
                /** @description no: the first row is data already; only with columns */
                header?: "yes" | "no";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
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
    "holidays-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyHoliday"];
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
    "holidays-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "holidays-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyHolidayPatch"];
                "application/merge-patch+json": components["schemas"]["CompanyHolidayPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyHoliday"];
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
    "holidays-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "holidays-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "ivrs-list": {
        parameters: {
            query?: {
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListIVR"];
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
    "ivrs-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IVRPatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IVR"];
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
    "ivr-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Preview"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IVRWay"];
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
    "ivrs-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "ivrs-blank": {
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
                    "application/json": components["schemas"]["IVR"];
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
    "ivrs-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "lint-ivrs": {
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
                    "application/json": components["schemas"]["IVRFindings"];
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
    "ivr-week": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WeekPreview"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IVRWeek"];
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
    "ivrs-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IVR"];
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
    "ivrs-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "ivrs-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IVRPatch"];
                "application/merge-patch+json": components["schemas"]["IVRPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IVR"];
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
    "ivr-at": {
        parameters: {
            query?: {
                /** @description as 2026-12-31T18:00 in the site's time zone, or with an offset (RFC 3339); absent: now */
                time?: string;
            };
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
                    "application/json": components["schemas"]["IVRWay"];
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
    "ivrs-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "ivrs-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "list-locks": {
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
                    "application/json": components["schemas"]["LockList"];
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
                "application/json": components["schemas"]["PersonalChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAgent"];
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
    "my-api-keys": {
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
                    "application/json": components["schemas"]["KeyList"];
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
    "my-devices": {
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
                    "application/json": components["schemas"]["My-devicesResponse"];
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
    "add-my-device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Add-my-deviceRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewDevice"];
                };
            };
            /** @description Conflict */
            409: {
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
    "remove-my-device": {
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
    "my-health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["My-healthRequest"];
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
    "my-layout": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
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
                    "application/json": {
                        [key: string]: unknown;
                    };
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
    "keep-my-layout": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
                "application/octet-stream": string;
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
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
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
    "my-missed-calls": {
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
                    "application/json": components["schemas"]["Missed"];
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
    "see-missed-calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["See-missed-callsRequest"];
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
    "change-my-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change-my-passwordRequest"];
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
            /** @description Forbidden */
            403: {
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
    "change-my-pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change-my-pinRequest"];
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
            /** @description Forbidden */
            403: {
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
    "my-profile": {
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
                    "application/json": components["schemas"]["LiveProfile"];
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
    "report-quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Report-qualityRequest"];
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
    "my-sessions": {
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
                    "application/json": components["schemas"]["SessionPage"];
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
    "end-my-session": {
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
    "my-softphone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["My-softphoneRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveSoftphone"];
                };
            };
            /** @description Conflict */
            409: {
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
    "my-totp": {
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
                    "application/json": components["schemas"]["TOTPState"];
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
    "begin-totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProofInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TOTPSetup"];
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
    "confirm-totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProofInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryListBody"];
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
    "end-totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProofInputBody"];
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
            /** @description Conflict */
            409: {
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
    "renew-totp-recovery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProofInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryListBody"];
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
    "numbers-list": {
        parameters: {
            query?: {
                listed?: boolean;
                /** @description one of these values, separated by commas */
                trunk?: string;
                /** @description one of these values, separated by commas */
                language?: string;
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListNumber"];
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
    "numbers-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NumberPatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Number"];
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
    "numbers-export": {
        parameters: {
            query?: {
                listed?: boolean;
                /** @description one of these values, separated by commas */
                trunk?: string;
                /** @description one of these values, separated by commas */
                language?: string;
                q?: string;
                sort?: string;
                /** @description only these records, separated by commas */
                ids?: string;
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
                    "text/csv": string;
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
    "numbers-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "numbers-blank": {
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
                    "application/json": components["schemas"]["Number"];
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
    "numbers-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "numbers-import": {
        parameters: {
            query?: {
                /** @description only say what would become of it */
                dryRun?: boolean;
                /** @description what the file's columns are, in their order; - leaves one out; absent: the first row says it */
                columns?: string[] | null;
                /** @description no: the first row is data already; only with columns */
                header?: "yes" | "no";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
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
    "numbers-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Number"];
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
    "numbers-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "numbers-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NumberPatch"];
                "application/merge-patch+json": components["schemas"]["NumberPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Number"];
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
    "numbers-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "numbers-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "list-parked": {
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
                    "application/json": components["schemas"]["ParkedCalls"];
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
    "pick-up-slot": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slot: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlotInputBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ordered"];
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
    "list-permissions": {
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
                    "application/json": components["schemas"]["Catalogue"];
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
    "list-prompts": {
        parameters: {
            query?: {
                /** @description part of the name, extension or number */
                q?: string;
                /** @description 0: all */
                limit?: number;
                /** @description only these, whatever they are called */
                ids?: string[] | null;
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
                    "application/json": components["schemas"]["PromptPage"];
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
    "undo-prompts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "replace-prompt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: string;
                prompt: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Replace-promptRequest"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    Undo?: string;
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
    "reset-prompt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: string;
                prompt: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    Undo?: string;
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
    "listen-prompt": {
        parameters: {
            query?: {
                /** @description the built-in one, also when it is replaced */
                original?: boolean;
            };
            header?: never;
            path: {
                language: string;
                prompt: string;
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
    "public-holidays": {
        parameters: {
            query?: {
                /** @description absent: this year */
                year?: number;
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
                    "application/json": components["schemas"]["PublicHolidays"];
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
    "list-recording-keys": {
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
                    "application/json": components["schemas"]["RecordingKeyList"];
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
    "make-recording-key": {
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
                    "application/json": components["schemas"]["RecordingKey"];
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
    "play-recording": {
        parameters: {
            query?: {
                /** @description as a file to be kept */
                download?: boolean;
                /** @description the WAV file as it was recorded (G.711), of which the hash is, instead of 16 bit */
                original?: boolean;
            };
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
    "hold-recording": {
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
                "application/json": components["schemas"]["ReasonInputBody"];
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
    "free-recording": {
        parameters: {
            query?: {
                /** @description why, for the audit */
                reason?: string;
            };
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
    "rejected-list": {
        parameters: {
            query?: {
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListRejected"];
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
    "rejected-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectedPatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rejected"];
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
    "rejected-export": {
        parameters: {
            query?: {
                q?: string;
                sort?: string;
                /** @description only these records, separated by commas */
                ids?: string;
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
                    "text/csv": string;
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
    "rejected-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "rejected-blank": {
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
                    "application/json": components["schemas"]["Rejected"];
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
    "rejected-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "rejected-import": {
        parameters: {
            query?: {
                /** @description only say what would become of it */
                dryRun?: boolean;
                /** @description what the file's columns are, in their order; - leaves one out; absent: the first row says it */
                columns?: string[] | null;
                /** @description no: the first row is data already; only with columns */
                header?: "yes" | "no";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
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
    "rejected-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rejected"];
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
    "rejected-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "rejected-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectedPatch"];
                "application/merge-patch+json": components["schemas"]["RejectedPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rejected"];
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
    "rejected-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "rejected-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "roles-list": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                name?: string;
                builtin?: boolean;
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListAgentRole"];
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
    "roles-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentRolePatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRole"];
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
    "roles-export": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                name?: string;
                builtin?: boolean;
                q?: string;
                sort?: string;
                /** @description only these records, separated by commas */
                ids?: string;
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
                    "text/csv": string;
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
    "roles-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "roles-blank": {
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
                    "application/json": components["schemas"]["AgentRole"];
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
    "roles-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "roles-import": {
        parameters: {
            query?: {
                /** @description only say what would become of it */
                dryRun?: boolean;
                /** @description what the file's columns are, in their order; - leaves one out; absent: the first row says it */
                columns?: string[] | null;
                /** @description no: the first row is data already; only with columns */
                header?: "yes" | "no";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
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
    "roles-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRole"];
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
    "roles-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "roles-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentRolePatch"];
                "application/merge-patch+json": components["schemas"]["AgentRolePatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRole"];
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
    "roles-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "roles-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "session-here": {
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
                    "application/json": components["schemas"]["HereOutputBody"];
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
    "agree-app-sso": {
        parameters: {
            query?: {
                ticket?: string;
            };
            header?: never;
            path?: never;
            cookie?: {
                yobirin_sso?: components["schemas"]["Cookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description See Other */
            303: {
                headers: {
                    "Content-Type"?: string;
                    Location?: string;
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
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
    "end-sso": {
        parameters: {
            query?: {
                state?: string;
                code?: string;
                /** @description why the identity provider refused */
                error?: string;
            };
            header?: never;
            path?: never;
            cookie?: {
                yobirin_sso?: components["schemas"]["Cookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description See Other */
            303: {
                headers: {
                    "Content-Type"?: string;
                    Location?: string;
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
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
    "begin-sso": {
        parameters: {
            query?: {
                /** @description of an agent app: where on 127.0.0.1 it waits (RFC 8252 section 7.3) */
                port?: number;
                /** @description of an agent app: comes back to it with the code */
                app_state?: string;
                /** @description of an agent app: S256 of its verifier (RFC 7636) */
                challenge?: string;
                /** @description the identity provider asks who it is, also of somebody whom it knows: for another account */
                again?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description See Other */
            303: {
                headers: {
                    "Content-Type"?: string;
                    Location?: string;
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
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
    "end-app-sso": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["End-app-ssoRequest"];
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
    "login-options": {
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
                    "application/json": components["schemas"]["LoginOptions"];
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
    "list-sessions": {
        parameters: {
            query?: {
                /** @description identifier of an agent */
                agent?: string;
                /** @description in login, name, address or user agent */
                q?: string;
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
                    "application/json": components["schemas"]["SessionPage"];
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
    "end-session": {
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
    "settings-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"][".Settings"];
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
    "settings-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsPatch"];
                "application/merge-patch+json": components["schemas"]["SettingsPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"][".Settings"];
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
    "access-settings": {
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
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginSettings"];
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
    "change-access-settings": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginSettingsChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginSettings"];
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
    "undo-access-settings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "access-settings-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
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
                    "application/json": components["schemas"]["Pasts"];
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
    "try-identity-provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Try-identity-providerRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityTrial"];
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
    "archive-settings-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MakingSettings"];
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
    "archive-settings-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakingSettingsPatch"];
                "application/merge-patch+json": components["schemas"]["MakingSettingsPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MakingSettings"];
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
    "archive-settings-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "archive-settings-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
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
                    "application/json": components["schemas"]["Pasts"];
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
    "settings-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "chat-settings-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatSettings"];
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
    "chat-settings-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatSettingsPatch"];
                "application/merge-patch+json": components["schemas"]["ChatSettingsPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatSettings"];
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
    "chat-settings-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "chat-settings-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
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
                    "application/json": components["schemas"]["Pasts"];
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
    "settings-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
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
                    "application/json": components["schemas"]["Pasts"];
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
    "mail-settings-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
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
    "mail-settings-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServerPatch"];
                "application/merge-patch+json": components["schemas"]["ServerPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
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
    "mail-settings-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "mail-settings-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
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
                    "application/json": components["schemas"]["Pasts"];
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
    "test-mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Test-mailRequest"];
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
            /** @description Conflict */
            409: {
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
    "bucket-settings-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["S3Bucket"];
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
    "bucket-settings-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["S3BucketPatch"];
                "application/merge-patch+json": components["schemas"]["S3BucketPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["S3Bucket"];
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
    "bucket-settings-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "bucket-settings-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
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
                    "application/json": components["schemas"]["Pasts"];
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
    "test-s3": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["S3BucketInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BucketTest"];
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
    setup: {
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
                    "application/json": components["schemas"]["Setup"];
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
    "load-sample": {
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
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Conflict */
            409: {
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
    "statuses-list": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                name?: string;
                /** @description one of these values, separated by commas */
                color?: string;
                /** @description one of these values, separated by commas */
                icon?: string;
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListStatus"];
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
    "statuses-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusPatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
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
    "statuses-export": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                name?: string;
                /** @description one of these values, separated by commas */
                color?: string;
                /** @description one of these values, separated by commas */
                icon?: string;
                q?: string;
                sort?: string;
                /** @description only these records, separated by commas */
                ids?: string;
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
                    "text/csv": string;
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
    "statuses-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "statuses-blank": {
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
                    "application/json": components["schemas"]["Status"];
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
    "statuses-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "statuses-import": {
        parameters: {
            query?: {
                /** @description only say what would become of it */
                dryRun?: boolean;
                /** @description what the file's columns are, in their order; - leaves one out; absent: the first row says it */
                columns?: string[] | null;
                /** @description no: the first row is data already; only with columns */
                header?: "yes" | "no";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
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
    "statuses-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
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
    "statuses-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "statuses-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusPatch"];
                "application/merge-patch+json": components["schemas"]["StatusPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
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
    "statuses-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "statuses-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "transfers-list": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                name?: string;
                /** @description text in it; case and width do not matter */
                number?: string;
                useCalledNumber?: boolean;
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListTransfer"];
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
    "transfers-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferPatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
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
    "transfers-export": {
        parameters: {
            query?: {
                /** @description text in it; case and width do not matter */
                name?: string;
                /** @description text in it; case and width do not matter */
                number?: string;
                useCalledNumber?: boolean;
                q?: string;
                sort?: string;
                /** @description only these records, separated by commas */
                ids?: string;
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
                    "text/csv": string;
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
    "transfers-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "transfers-blank": {
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
                    "application/json": components["schemas"]["Transfer"];
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
    "transfers-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "transfers-import": {
        parameters: {
            query?: {
                /** @description only say what would become of it */
                dryRun?: boolean;
                /** @description what the file's columns are, in their order; - leaves one out; absent: the first row says it */
                columns?: string[] | null;
                /** @description no: the first row is data already; only with columns */
                header?: "yes" | "no";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
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
    "transfers-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
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
    "transfers-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "transfers-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferPatch"];
                "application/merge-patch+json": components["schemas"]["TransferPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
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
    "transfers-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "transfers-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "trunks-list": {
        parameters: {
            query?: {
                /** @description one of these values, separated by commas */
                transport?: string;
                /** @description one of these values, separated by commas */
                profile?: string;
                disabled?: boolean;
                /** @description text to look for; case and width do not matter */
                q?: string;
                /** @description column, with - before it in descending order */
                sort?: string;
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
                    "application/json": components["schemas"]["ListTrunk"];
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
    "trunks-create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrunkPatch"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trunk"];
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
    "trunks-undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description undo of the change's answer, or the batch of a history */
                batch: string;
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
                    "application/json": components["schemas"]["UndoReport"];
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
    "trunks-blank": {
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
                    "application/json": components["schemas"]["Trunk"];
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
    "trunks-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
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
    "trunks-read": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trunk"];
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
    "trunks-delete": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
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
                    Undo?: string;
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
    "trunks-change": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag of what was read, or * */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrunkPatch"];
                "application/merge-patch+json": components["schemas"]["TrunkPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Undo?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trunk"];
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
    "trunks-history": {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                limit?: number;
                cursor?: string;
            };
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
                    "application/json": components["schemas"]["Pasts"];
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
    "trunks-test": {
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
                "application/json": components["schemas"]["TrunkTestInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestReport"];
                };
            };
            /** @description Conflict */
            409: {
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
    "trunks-test-steps": {
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
                "application/json": components["schemas"]["TrunkTestInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description Conflict */
            409: {
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
    "trunks-uses": {
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
                    "application/json": components["schemas"]["UsesBody"];
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
    "list-voicemails": {
        parameters: {
            query?: {
                /** @description at or after */
                from?: string;
                /** @description before */
                to?: string;
                /** @description part of the caller's number */
                number?: string;
                /** @description part of the caller's name; case, width and kind of kana do not matter */
                q?: string;
                /** @description identifier of the audio file it was left after */
                audio?: string;
                /** @description identifier of the site's number that was called */
                phoneNumber?: string;
                /** @description true or false */
                heard?: string;
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
                    "application/json": components["schemas"]["VoicemailPage"];
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
    "delete-voicemails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoicemailIDsInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoicemailsDeletedOutputBody"];
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
    "mark-voicemails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoicemailsHeardInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoicemailsHeardOutputBody"];
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
    "delete-voicemail": {
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
    "play-voicemail": {
        parameters: {
            query?: {
                /** @description as a file to be kept */
                download?: boolean;
                /** @description the WAV file as it was recorded (G.711), of which the hash is, instead of 16 bit */
                original?: boolean;
            };
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
    "mark-voicemail": {
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
                "application/json": components["schemas"]["HeardInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Voicemail"];
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
