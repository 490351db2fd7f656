import { useState } from 'react';

const stays = (): boolean => false;

/**
 * The row that a form was filled in from. The page is read again while the form is open; with the version of a newer
 * reading, the form would overwrite what somebody else changed since. Where nothing in the form can be lost,
 * `mayFollow` lets a newer reading take its place.
 */
export function useOpened<Row>(newest: Row, mayFollow: (opened: Row) => boolean = stays): Row {
  const [opened, setOpened] = useState(newest);
  if (opened === newest || !mayFollow(opened)) return opened;
  setOpened(newest);
  return newest;
}
