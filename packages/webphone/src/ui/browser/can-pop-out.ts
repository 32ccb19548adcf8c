/** Document Picture-in-Picture: Chromium, pages that are not framed. */
export const canPopOut = (): boolean => 'documentPictureInPicture' in globalThis && window.top === window
