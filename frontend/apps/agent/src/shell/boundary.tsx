import { Failure } from '@yobirin/kit';
import { Component, type ErrorInfo, type ReactNode } from 'react';

interface Props {
  children: ReactNode;
}

/** A mistake in one part of the screen stays in that part: a call must never be out of reach because of another pane. */
export class Boundary extends Component<Props, { error?: string }> {
  override state: { error?: string } = {};

  static getDerivedStateFromError(error: unknown): { error: string } {
    return { error: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    // Where the page's errors are looked for; nothing of a call is in it.
    window.reportError?.(new Error(`part of the screen failed: ${info.componentStack?.split('\n')[1]?.trim() ?? ''}`, { cause: error }));
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    // All that is known lies in the seat: to begin anew loses nothing.
    return <Failure unreachable={false} detail={this.state.error} onRetry={() => this.setState({ error: undefined })} />;
  }
}
