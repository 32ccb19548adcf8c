/** Where windows exist: a phone in the hand has one screen. */
export const canPopOut = (): boolean =>
  'documentPictureInPicture' in globalThis || matchMedia('(hover: hover) and (pointer: fine)').matches
