/** An e-mail address that breaks after its @ where it has to, rather than anywhere. */
export function EMail({ address }: { address: string }) {
  const at = address.lastIndexOf('@') + 1;
  return (
    <>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </>
  );
}
