export const editorPort: number;
export const enginePort: number;
