import { FloorPage } from '@yobirin/feature-floor/page';
import { DevicesPage, PasswordPage, PersonalPage } from '@yobirin/feature-me';
import { AboutPage, ComputerPage } from '@yobirin/feature-me/computer';
import { useTroubleText } from '@yobirin/feature-phone';
import { useSeat } from '@yobirin/seat';
import { useAgentActions } from './agent-menu';

/** リアルタイム with what the softphone can do with an agent. */
export function Realtime() {
  return <FloorPage actions={useAgentActions()} />;
}

export function Devices() {
  return <DevicesPage device={useSeat((s) => s.phone.device)} />;
}

export const Password = PasswordPage;
export const Personal = PersonalPage;

export function Computer() {
  return <ComputerPage say={useTroubleText()} />;
}

export const About = AboutPage;
