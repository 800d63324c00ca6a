import { CheckboxGroup, RadioGroup } from './choice';
import { DatePicker, DateTimePicker, TimePicker } from './date-input';
import { ImageBox } from './image';
import { ButtonElement, OverflowElement } from './press-element';
import { MultiSelectElement, SelectElement } from './select';
import { TextInput } from './text-input';
import type { BlockElement } from './values';

/** How an input block ties its label, hint and error to the element inside; absent outside input blocks. */
export interface Field {
  id: string;
  labelId: string;
  describedBy?: string;
  invalid: boolean;
  optional: boolean;
  /** The block asks for an action upon every change. */
  dispatch: boolean;
}

export interface ElementProps<Element extends BlockElement> {
  blockId: string;
  element: Element;
  field?: Field;
}

/** Any interactive element, or words that say it cannot be shown. */
export function ElementView({ element, ...place }: ElementProps<BlockElement>) {
  const { type } = element;
  switch (type) {
    case 'button':
      return <ButtonElement element={element} {...place} />;
    case 'overflow':
      return <OverflowElement element={element} {...place} />;
    case 'image':
      return <ImageBox image={element} className="accessory-image" />;
    case 'static_select':
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return <SelectElement element={element} {...place} />;
    case 'multi_static_select':
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return <MultiSelectElement element={element} {...place} />;
    case 'radio_buttons':
      return <RadioGroup element={element} {...place} />;
    case 'checkboxes':
      return <CheckboxGroup element={element} {...place} />;
    case 'datepicker':
      return <DatePicker element={element} {...place} />;
    case 'timepicker':
      return <TimePicker element={element} {...place} />;
    case 'datetimepicker':
      return <DateTimePicker element={element} {...place} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextInput element={element} {...place} />;
    case 'external_select':
    case 'multi_external_select':
    case 'file_input':
    case 'rich_text_input':
    case 'workflow_button':
      return <p class="block-warning">This element ({type}) cannot be shown here.</p>;
    default:
      return type satisfies never;
  }
}
