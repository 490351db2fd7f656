import { useEffect, useState } from 'react';
import { currentTime, onTimeLearned } from './clock.js';

/**
 * The current time by the server's clock. Updated every 30 seconds while the page is open, and when the
 * device's clock turns out to be wrong.
 */
export function useNow(everyMillis = 30_000): number {
  const [now, setNow] = useState(currentTime);
  useEffect(() => {
    const renew = (): void => setNow(currentTime());
    const timer = setInterval(renew, everyMillis);
    const forget = onTimeLearned(renew);
    // The time may have been corrected between rendering and now.
    renew();
    return () => {
      clearInterval(timer);
      forget();
    };
  }, [everyMillis]);
  return now;
}
