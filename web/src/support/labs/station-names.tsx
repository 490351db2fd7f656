import { useQuery } from '@tanstack/react-query';
import { workstationsQuery } from './station-queries.js';

/** Suggestions for a field: the names of a location's workstations. Without a network there are none. */
export default function StationNames({ locationId, id }: { locationId: string; id: string }) {
  const { data = [] } = useQuery(workstationsQuery(locationId));
  return (
    <datalist id={id}>
      {data.map(({ name }) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}
