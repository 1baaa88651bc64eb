import { IconArchive, IconCalendar, IconChartBar, IconCloudUpload, IconDeviceDesktop, IconKey, IconLock, IconMail, IconMessages, IconMicrophone, IconPhone, IconSettings, type Icon } from '@tabler/icons-react';
import type { Key } from '@yobirin/kit';
import type { ComponentType } from 'react';
import { ArchivePart, ChatPart, MailPart, S3Part } from './outside-parts';
import { KeysPart } from './keys-part';
import { CallsPart, GeneralPart, HolidaysPart, LoginPart, RecordingPart, SoftphonePart, StatisticsPart } from './site-parts';

export interface PartProps {
  onDirty: (dirty: boolean) => void;
}

/** The sections in their order; one that needs something else than to see the settings says what. */
export const SECTIONS: readonly { id: SectionId; icon: Icon; title: Key; needs?: string; Section: ComponentType<PartProps> }[] = [
  { id: 'general', icon: IconSettings, title: 'settings.general', Section: GeneralPart },
  { id: 'calls', icon: IconPhone, title: 'settings.calls', Section: CallsPart },
  { id: 'recording', icon: IconMicrophone, title: 'settings.recording', Section: RecordingPart },
  { id: 'keys', icon: IconKey, title: 'settings.keys', needs: 'recordings.keys', Section: KeysPart },
  { id: 'archive', icon: IconArchive, title: 'settings.archive', Section: ArchivePart },
  { id: 's3', icon: IconCloudUpload, title: 'settings.s3', Section: S3Part },
  { id: 'mail', icon: IconMail, title: 'settings.mail', Section: MailPart },
  { id: 'chat', icon: IconMessages, title: 'settings.chat', Section: ChatPart },
  { id: 'login', icon: IconLock, title: 'settings.login', Section: LoginPart },
  { id: 'softphone', icon: IconDeviceDesktop, title: 'settings.softphone', Section: SoftphonePart },
  { id: 'holidays', icon: IconCalendar, title: 'settings.holidays', Section: HolidaysPart },
  { id: 'statistics', icon: IconChartBar, title: 'settings.statistics', Section: StatisticsPart },
];

export type SectionId = 'general' | 'calls' | 'recording' | 'keys' | 'archive' | 's3' | 'mail' | 'chat' | 'login' | 'softphone' | 'holidays' | 'statistics';
