import type { ImageElement } from '@slack/types';
import { isSafeUrl } from './mrkdwn';

/** A picture by its address; without one that can be loaded, its alternative text. */
export function ImageBox({ image, className }: { image: ImageElement; className: string }) {
  const url = 'image_url' in image ? image.image_url : 'url' in image.slack_file ? image.slack_file.url : '';
  if (!isSafeUrl(url)) return <span class="image-missing">{image.alt_text}</span>;
  return <img class={className} src={url} alt={image.alt_text} />;
}
