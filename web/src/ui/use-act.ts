import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useNotices } from './notices.js';

interface Act<Input, Result> {
  run: (input: Input) => Promise<Result>;
  /** Actions with the same scope run one after another. */
  scope?: string;
  /** The notice after success; none when left out. */
  said?: (result: Result, input: Input) => string;
  /** An undo for the action, offered for some time in the notice. */
  undo?: (result: Result, input: Input) => Promise<unknown>;
  /** Errors are shown by its form, or by `failed`, instead of in a notice. */
  inForm?: boolean;
  failed?: (error: Error, input: Input) => void;
  done?: (result: Result, input: Input) => void;
}

/** An action: sends it to the server, shows a notice with undo, and refetches the data on screen. */
export function useAct<Input = void, Result = unknown>(
  act: Act<Input, Result>,
): UseMutationResult<Result, Error, Input> {
  const client = useQueryClient();
  const notices = useNotices();
  return useMutation({
    mutationFn: act.run,
    ...(act.scope !== undefined && { scope: { id: act.scope } }),
    onSuccess: async (result, input) => {
      const { undo } = act;
      const message = act.said?.(result, input);
      const back = undo && (() => undo(result, input).then(() => client.invalidateQueries()));
      if (message !== undefined) notices.say(message, back);
      act.done?.(result, input);
      await client.invalidateQueries();
    },
    onError: async (error, input) => {
      act.failed?.(error, input);
      if (!act.failed && !act.inForm) notices.fail(error);
      await client.invalidateQueries();
    },
  });
}
