import { Component, type ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';

/** Catches what a page throws while it is drawn, so that the menu stays. */
export class Crash extends Component<{ readonly children: ReactNode }, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (!('error' in this.state)) return this.props.children;
    return (
      <ErrorState
        what="This page could not be drawn."
        error={this.state.error}
        retry={() => location.reload()}
      />
    );
  }
}
