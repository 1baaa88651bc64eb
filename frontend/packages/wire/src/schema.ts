/** Written by "npm run wire" from openapi.json. Do not edit. */
export interface paths {
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
    "/api/v1/audios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The site's audio files */
        get: operations["list-audios"];
        put?: never;
        /** Upload an audio file: WAV, MP3, M4A, Ogg, FLAC or WebM */
        post: operations["create-audio"];
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
        /** An audio file */
        get: operations["get-audio"];
        put?: never;
        post?: never;
        /** Delete an audio file that nothing uses */
        delete: operations["delete-audio"];
        options?: never;
        head?: never;
        /** Rename an audio file, let it take messages */
        patch: operations["change-audio"];
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
        /** Where an audio file is used */
        get: operations["audio-uses"];
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
    "/api/v1/barred": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The numbers that nobody may call */
        get: operations["list-barred"];
        put?: never;
        /** Add to the numbers that nobody may call */
        post: operations["add-barred"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/barred/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a number from the numbers that nobody may call */
        delete: operations["remove-barred"];
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
        /** The callers that are refused before any routing */
        get: operations["list-rejected"];
        put?: never;
        /** Add to the callers that are refused before any routing */
        post: operations["add-rejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejected/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a number from the callers that are refused before any routing */
        delete: operations["remove-rejected"];
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
    "/api/v1/settings/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chat's settings */
        get: operations["chat-settings"];
        /** Set the chat's settings */
        put: operations["set-chat-settings"];
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
        /** The site's mail server */
        get: operations["mail-server"];
        /** Set the site's mail server */
        put: operations["set-mail-server"];
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
        "Add-my-deviceRequest": {
            name: string;
        };
        Agent: {
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
        AudioPage: {
            items: components["schemas"]["AudioRow"][];
            /** @description absent: there are no more */
            nextCursor?: string;
        };
        AudioPatch: {
            name?: string;
            recipients?: string[];
            voicemail?: boolean;
        };
        AudioRow: {
            /** @description as it was called when it was given */
            file: string;
            id: string;
            /** Format: int64 */
            milliseconds: number;
            name: string;
            /** @description mail addresses that are told of a message */
            recipients: string[];
            /** @description of the WAV file */
            sha256: string;
            /**
             * Format: int64
             * @description places that name it
             */
            uses: number;
            /**
             * Format: int64
             * @description for If-Match
             */
            version: number;
            /** @description a message is taken after it, where it ends the call */
            voicemail: boolean;
        };
        AudioUses: {
            items: components["schemas"]["Use"][];
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
            via: "console" | "app" | "phone" | "system";
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
        "Change-my-passwordRequest": {
            current: string;
            /** @description 8 to 256 bytes with a digit, an upper case and a lower case letter */
            password: string;
        };
        "Change-my-pinRequest": {
            /** @description the password, or the present PIN */
            current: string;
            /** @description 4 digits */
            pin: string;
        };
        ChatSettings: {
            /**
             * Format: int64
             * @description messages and files are kept so long; 0: for ever
             */
            retentionDays: number;
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
        Hold: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Named"];
            reason: string;
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
        ListedNumber: {
            note?: string;
            /** @description in any usual way of writing it; of barred ones also the beginning and a * */
            number: string;
        };
        ListedNumbers: {
            items: components["schemas"]["ListedNumber"][];
            /** @description absent: there are no more */
            nextCursor?: string;
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
        Login: {
            agent: components["schemas"]["Agent"];
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
        Party: {
            name: string;
            number: string;
            withheld?: boolean;
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
        PickUpInputBody: {
            /** @description own phone that rings; absent: all of them */
            device?: string;
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
        RecordingKey: {
            /** @description its file is not there: its recordings cannot be played */
            missing: boolean;
            name: string;
            /** @description new recordings use it */
            newest: boolean;
            /**
             * Format: int64
             * @description that need it
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
        Server: {
            /** @description address of the sender */
            from: string;
            fromName: string;
            hasPassword: boolean;
            /** @description empty: no mail is sent */
            host: string;
            /** Format: int64 */
            port: number;
            /**
             * @description none: a password is sent only in ways that do not show it
             * @enum {string}
             */
            security: "starttls" | "tls" | "none";
            user: string;
        };
        ServerInput: {
            /** @description address of the sender */
            from?: string;
            fromName?: string;
            /** @description empty: send no mail */
            host: string;
            /** @description absent: as before; it is never shown */
            password?: string;
            /**
             * Format: int64
             * @description 0: 587, or 465 for tls
             */
            port?: number;
            /**
             * @default starttls
             * @enum {string}
             */
            security: "starttls" | "tls" | "none";
            user?: string;
        };
        Session: {
            agent: components["schemas"]["Agent"];
            /** @description what the session may */
            permissions: string[];
        };
        "Set-levelRequest": {
            /**
             * Format: int64
             * @description lower is tried first
             */
            level: number;
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
        SlotInputBody: {
            /** @description own phone that rings; absent: all of them */
            device?: string;
        };
        StatusInputBody: {
            /** @description all, or the identifier of a group */
            scope: string;
            /** @description available, or the identifier of an agent status */
            status: string;
        };
        "Test-mailRequest": {
            /** @description address of the recipient */
            to: string;
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
        Use: {
            /** @description path of its field, as in schedule.rows[0].toDestination */
            field: string;
            /** @description of the noun */
            id?: string;
            /** @description of the noun */
            name: string;
            /** @description groups, ivrs, numbers, trunks, prompts … */
            noun: string;
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
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
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
    "list-audios": {
        parameters: {
            query?: {
                /** @description part of the name or of the file's name */
                q?: string;
                sort?: "name" | "-name" | "milliseconds" | "-milliseconds";
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
                    "application/json": components["schemas"]["AudioPage"];
                };
            };
            /** @description Error */
            default: {
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AudioRow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-audio": {
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
                    "application/json": components["schemas"]["AudioRow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-audio": {
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
    "change-audio": {
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
                "application/json": components["schemas"]["AudioPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AudioRow"];
                };
            };
            /** @description Error */
            default: {
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AudioRow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "audio-uses": {
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
                    "application/json": components["schemas"]["AudioUses"];
                };
            };
            /** @description Error */
            default: {
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
    "list-barred": {
        parameters: {
            query?: {
                /** @description part of the number or the note */
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
                    "application/json": components["schemas"]["ListedNumbers"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "add-barred": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListedNumber"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedNumber"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "remove-barred": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
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
    "list-rejected": {
        parameters: {
            query?: {
                /** @description part of the number or the note */
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
                    "application/json": components["schemas"]["ListedNumbers"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "add-rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListedNumber"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedNumber"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "remove-rejected": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
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
    "chat-settings": {
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
    "set-chat-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatSettings"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
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
    "mail-server": {
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
    "set-mail-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServerInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
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
    "list-voicemails": {
        parameters: {
            query?: {
                /** @description at or after */
                from?: string;
                /** @description before */
                to?: string;
                /** @description part of the caller's number */
                number?: string;
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
