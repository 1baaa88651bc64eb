import { useDocument, type NounWords, type ReadDocument } from '@yobirin/kit/record';

type Words = Omit<NounWords, 'name'>;

const SITE = { path: '/api/v1/settings', noun: 'settings' };

/** The site's own settings, of which several sections show a part. */
export const useSite = (): ReadDocument => useDocument(SITE);

export const MAIL = { path: '/api/v1/settings/mail', noun: 'mail-settings' };
export const BUCKET = { path: '/api/v1/settings/s3', noun: 'bucket-settings' };
export const ARCHIVE = { path: '/api/v1/settings/archive', noun: 'archive-settings' };
export const CHAT = { path: '/api/v1/settings/chat', noun: 'chat-settings' };

/** What the fields are called where changes are told. */
export const SITE_WORDS: Words = {
  fields: {
    name: 'settings.name', language: 'settings.language', emergency: 'settings.emergency', international: 'settings.international', rejectAnonymous: 'settings.rejectAnonymous',
    parkTime: 'settings.parkTime', parkGroup: 'settings.parkGroup', transferRing: 'settings.transferRing', rooms: 'settings.rooms', messageTime: 'settings.messageTime',
    outsideTime: 'settings.outsideTime', callTime: 'settings.callTime', callbackTries: 'settings.callbackTries', callbackGap: 'settings.callbackGap', callbackKept: 'settings.callbackKept',
    capAtOnce: 'settings.capAtOnce', capDaily: 'settings.capDaily', record: 'settings.record', retentionDays: 'settings.retention', loginAttempts: 'settings.loginAttempts',
    sessionIdle: 'settings.sessionIdle', softphoneTransport: 'settings.transport', softphoneSrtp: 'settings.srtp', publicHolidays: 'settings.publicHolidays', serviceLevel: 'settings.serviceLevel',
  },
  references: { emergency: 'numbers', parkGroup: 'groups' },
  valueText: (field, value, t) => {
    if (field === 'language' && (value === 'ja' || value === 'en')) return t(`lang.${value}`);
    if (field === 'softphoneSrtp' && (value === 'prefer' || value === 'off')) return t(`settings.srtp.${value}`);
    return field === 'softphoneTransport' && typeof value === 'string' ? value.toUpperCase() : undefined;
  },
};

export const MAIL_WORDS: Words = {
  fields: { host: 'settings.mail.host', port: 'settings.mail.port', security: 'settings.mail.security', user: 'settings.mail.user', password: 'settings.mail.password', from: 'settings.mail.from', fromName: 'settings.mail.fromName' },
  valueText: (field, value, t) => {
    if (field !== 'security' || typeof value !== 'string') return undefined;
    return value === 'none' ? t('settings.mail.none') : value.toUpperCase();
  },
};

export const BUCKET_WORDS: Words = {
  fields: {
    endpoint: 'settings.s3.endpoint', region: 'settings.s3.region', bucket: 'settings.s3.bucket', prefix: 'settings.s3.prefix', accessKey: 'settings.s3.accessKey', secret: 'settings.s3.secret',
    tls: 'settings.s3.tls', pathStyle: 'settings.s3.pathStyle',
  },
};

export const ARCHIVE_WORDS: Words = {
  fields: { enabled: 'settings.archive.enabled', hour: 'settings.archive.hour', bytesPerSecond: 'settings.archive.pace', keepDays: 'settings.archive.keep' },
  valueText: (field, value) => {
    if (typeof value !== 'number') return undefined;
    if (field === 'hour') return `${value}:00`;
    return field === 'bytesPerSecond' ? String(Math.round((value / (1 << 20)) * 100) / 100) : undefined;
  },
};

export const CHAT_WORDS: Words = { fields: { retentionDays: 'settings.chat.retention' } };
