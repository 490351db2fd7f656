import { useEffect, useState } from 'react';
import { currentTime, onTimeLearned } from './clock.js';

/** The present by the server's clock, renewed every half minute while the page is open, and when the device's turns out to be wrong. */
export function useNow(everyMillis = 30_000): number {
  const [now, setNow] = useState(currentTime);
  useEffect(() => {
    const renew = (): void => setNow(currentTime());
    const timer = setInterval(renew, everyMillis);
    const forget = onTimeLearned(renew);
    // It may have been learned between drawing and now.
    renew();
    return () => {
      clearInterval(timer);
      forget();
    };
  }, [everyMillis]);
  return now;
}
