import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types';
import { useDateView } from '../page-context';
import { wallTime, wallTimeToSeconds } from './dates';
import type { ElementProps } from './element';
import { useField } from './use-field';

export function DatePicker({ blockId, element, field }: ElementProps<Datepicker>) {
  const { value, change, beside, attributes } = useField(blockId, element, field);
  return (
    <>
      <input
        {...attributes}
        class="input input-date"
        type="date"
        value={typeof value.selected_date === 'string' ? value.selected_date : ''}
        onChange={(event) => change({ selected_date: event.currentTarget.value || null })}
      />
      {beside}
    </>
  );
}

export function TimePicker({ blockId, element, field }: ElementProps<Timepicker>) {
  const { value, change, beside, attributes } = useField(blockId, element, field);
  return (
    <>
      <input
        {...attributes}
        class="input input-date"
        type="time"
        value={typeof value.selected_time === 'string' ? value.selected_time : ''}
        onChange={(event) => change({ selected_time: event.currentTarget.value || null })}
      />
      {beside}
    </>
  );
}

/** A moment, picked as wall-clock time in the acting person's zone. */
export function DateTimePicker({ blockId, element, field }: ElementProps<DateTimepicker>) {
  const { timeZone } = useDateView();
  const { value, change, beside, attributes } = useField(blockId, element, field);
  const seconds = value.selected_date_time;
  return (
    <>
      <input
        {...attributes}
        class="input input-date"
        type="datetime-local"
        value={typeof seconds === 'number' ? wallTime(seconds, timeZone) : ''}
        onChange={(event) => {
          const wall = event.currentTarget.value;
          change({ selected_date_time: wall ? wallTimeToSeconds(wall, timeZone) : null });
        }}
      />
      {beside}
    </>
  );
}
