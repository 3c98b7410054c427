/** Four voices. */
export const Logo = () => (
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="9" />
    <path d="M8 13v6M13.500 9v14M19 6v20M24.500 12v8" />
  </svg>
);
