// Stylesheets are side effects of a bundle: esbuild gathers them, TypeScript only needs to know that they exist.
declare module '*.css';
