import { decodeEntities } from './blocks/mrkdwn';
import { isKnownBlock } from './blocks/values';

const start = 'aws sagemaker create-notebook-instance';

/** The launch commands a message carries in its code blocks, each once, in order. */
export function launchCommandsIn(blocks: unknown[]): string[] {
  const found = blocks.filter(isKnownBlock).flatMap((block) => {
    if (block.type === 'rich_text') {
      return block.elements.map((part) =>
        part.type === 'rich_text_preformatted'
          ? part.elements.map((piece) => (piece.type === 'text' ? piece.text : piece.url)).join('')
          : '',
      );
    }
    if (block.type === 'section' && block.text?.type === 'mrkdwn') {
      const fences = block.text.text.matchAll(/```([\s\S]+?)```/g);
      return [...fences].map((fence) => decodeEntities(fence[1] ?? ''));
    }
    return [];
  });
  return [...new Set(found.map((command) => command.trim()).filter((command) => command.startsWith(start)))];
}
