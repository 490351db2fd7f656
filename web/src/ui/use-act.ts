import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useNotices } from './notices.js';

interface Act<Input, Result> {
  run: (input: Input) => Promise<Result>;
  /** Of those with the same one, each waits for the one before. */
  scope?: string;
  /** What to say once it is done; nothing without it. */
  said?: (result: Result, input: Input) => string;
  /** The way back, offered for a while beside what was said. */
  undo?: (result: Result, input: Input) => Promise<unknown>;
  /** What went wrong is told by its form, or by `failed`, instead of in a notice. */
  inForm?: boolean;
  failed?: (error: Error, input: Input) => void;
  done?: (result: Result, input: Input) => void;
}

/** Something done: asks the server, says so with a way back, and asks anew for what is on screen. */
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
