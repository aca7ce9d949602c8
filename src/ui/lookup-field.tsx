import { type Option, RadioGroup } from './choice.tsx';
import { TextField, type TextFieldProps } from './field.tsx';

/**
 * A thing of a long list, found by typing: the browser suggests names while typing, and when the server finds that
 * several fit it shows them, to be picked under the text. Works without a script.
 *
 * What is picked is sent as `${name}Choix`; the text typed stays, and may be written again instead.
 */
export function LookupField(
  props: TextFieldProps & {
    /** What fits the text typed, when several do. */
    readonly candidates: readonly Option[];
    readonly candidatesLabel: string;
  },
) {
  const { candidates, candidatesLabel, ...field } = props;
  return (
    <>
      <TextField {...field} />
      {candidates.length > 0 && (
        <RadioGroup state={props.state} name={`${props.name}Choix`} label={candidatesLabel} options={candidates} />
      )}
    </>
  );
}
