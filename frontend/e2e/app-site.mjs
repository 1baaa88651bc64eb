// A site of the app's tests: who works there, and where calls come from. JSON is YAML.
export const PASSWORD = 'Passw0rd1';
export const DID = '0312340001';
export const SECOND = '0312340002';

/** Who logs in where: one login of its own for every test that changes what the server keeps. */
const AGENTS = [
  { id: 'sato', name: '佐藤 美咲', extension: '2001', caller_id: DID, call_waiting: true, pin: '1234' },
  { id: 'suzuki', name: '鈴木 健太', nickname: 'すずき', extension: '2002' },
  { id: 'tanaka', name: '田中 翔太', extension: '2003' },
  { id: 'yamada', name: '山田 直樹', extension: '2004', role: 'supervisor' },
  { id: 'watanabe', name: 'David Watanabe', extension: '2005', language: 'en', caller_id: DID },
  { id: 'naibu', name: '内田 内線', extension: '2006', no_outside: true },
  { id: 'kagi', name: '鍵山 錠', extension: '2007' },
];

/** Whoever has a desk phone, by SIP user. */
export const deskOf = (login) => ({ user: `${login}-desk`, password: `a-long-sip-secret-${login}` });

export const site = (carrier) =>
  JSON.stringify({
    site: { park_time: 120, rooms: 3, record: false, login_attempts: 3 },
    codes: { park: '#7', transfer: '#8', consult: '#9', monitor: '995', whisper: '996', barge: '994', echo: '9999' },
    statuses: [{ name: '離席中', color: '#f59f00', icon: 'coffee' }, { name: '会議', color: '#e64980', icon: 'users' }],
    trunks: [{ name: 'carrier', host: `127.0.0.1:${carrier}`, inbound_from: ['127.0.0.1'], channels: 20 }],
    agents: AGENTS.map((agent) => ({ role: 'agent', password: PASSWORD, ...agent })),
    devices: ['suzuki', 'tanaka', 'sato'].map((login) => ({ name: `${login}-desk`, ...deskOf(login), agent: login })),
    groups: [
      { name: '受注', extension: '3001', color: '#e8590c', display: '受注', record: true, ring_time: 30, members: [{ agent: 'sato' }, { agent: 'watanabe' }] },
      { name: '総合', extension: '3002', color: '#40c057', ring_time: 30, members: [{ agent: 'sato' }, { agent: 'suzuki' }, { agent: 'tanaka' }] },
    ],
    numbers: [
      { number: DID, name: '代表', trunk: 'carrier', route: { group: '受注' }, display_inbound: '通販窓口' },
      { number: SECOND, name: 'フリーダイヤル', trunk: 'carrier', route: { group: '総合' } },
    ],
  });
