import { useEffect, useRef } from 'preact/hooks';

/** A finished PNG as it is. */
export function PngPicture({ png }: { png: Uint8Array }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    createImageBitmap(new Blob([new Uint8Array(png)], { type: 'image/png' })).then(
      (bitmap) => {
        const element = canvas.current;
        if (element === null) return;
        element.width = bitmap.width;
        element.height = bitmap.height;
        element.getContext('2d')?.drawImage(bitmap, 0, 0);
      },
      () => undefined,
    );
  }, [png]);
  return <canvas ref={canvas} />;
}
